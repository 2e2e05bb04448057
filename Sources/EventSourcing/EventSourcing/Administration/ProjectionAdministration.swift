import Prelude

/// What an operator does with projections: look at them, hold them, rebuild them, decide about parked events.
package struct ProjectionAdministration: Sendable {
    /// A generation with how it does, as a line of a list.
    package struct Entry: Hashable, Sendable {
        package let record: GenerationRecord
        package let head: GlobalPosition
        /// Events of the log that are not applied yet.
        package let lag: Int64
        /// How long the log has gone on beyond its checkpoint; nil when that cannot be told.
        package let lagSeconds: Int64?

        /// One word: `live`, `building`, `paused`, `behind`, `stuck` or `retired`.
        package var condition: String {
            if record.isPaused { return "paused" }
            switch record.stage {
            case .retired: return "retired"
            case .building: return record.leaseIsHeld ? "building" : "stuck"
            case .live:
                if lag == 0 { return "live" }
                return record.leaseIsHeld ? "behind" : "stuck"
            }
        }
    }

    private let store: any ProjectionStore
    private let log: any EventStore

    package init(store: any ProjectionStore, log: any EventStore) { (self.store, self.log) = (store, log) }

    /// Every generation of one projection or of all.
    package func list(_ projection: ProjectionName? = nil, now: Timestamp) async throws -> [Entry] {
        let head = try await log.head()
        var entries: [Entry] = []
        for record in try await store.records(of: projection) {
            let lag = max(0, head.position.number - record.checkpoint.position.number)
            var seconds: Int64? = lag == 0 ? 0 : nil
            if lag > 0 {
                let next = try? await log.read(LogQuery(after: record.checkpoint.position, limit: 1)).events.first
                seconds = next.map { max(0, (now.microseconds - $0.metadata.recorded.microseconds) / 1_000_000) }
            }
            entries.append(Entry(record: record, head: head.position, lag: lag, lagSeconds: seconds))
        }
        return entries
    }

    /// Holds or lets go every generation of a projection that is not retired; returns how many.
    package func setPaused(_ paused: Bool, _ projection: ProjectionName) async throws(ProjectionStoreError) -> Int {
        var count = 0
        for record in try await store.records(of: projection) where record.stage != .retired {
            try await store.setPaused(paused, record.generation)
            count += 1
        }
        return count
    }

    /// Parked events of the live generation, oldest first.
    package func parked(
        _ projection: ProjectionName, limit: Int = 1_000
    ) async throws(ProjectionStoreError) -> [ParkedEvent] {
        guard let live = try await live(projection) else { return [] }
        return try await store.parked(live, after: .start, limit: limit)
    }

    /// Has parked events of one lane, or of all, tried again or the poisonous one left out; returns how many wait.
    package func judge(
        _ projection: ProjectionName, lane: String?, verdict: ParkedEvent.Verdict
    ) async throws(ProjectionStoreError) -> Int {
        guard let live = try await live(projection) else { return 0 }
        return try await store.judge(live, key: lane, verdict: verdict)
    }

    private func live(_ projection: ProjectionName) async throws(ProjectionStoreError) -> Generation? {
        try await store.records(of: projection).first { $0.stage == .live }?.generation
    }
}
