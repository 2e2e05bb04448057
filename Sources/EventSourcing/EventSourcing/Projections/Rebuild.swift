/// Rebuilding a read model without downtime: a new generation catches up beside the old one and takes its place.
///
/// It goes on after a restart where it was, because its checkpoint is written with its rows.
package struct Rebuild: Sendable {
    private let store: any ProjectionStore
    private let log: any EventStore

    package init(store: any ProjectionStore, log: any EventStore) { (self.store, self.log) = (store, log) }

    /// How far a rebuild is.
    package struct Progress: Hashable, Sendable {
        package let generation: Generation
        package let position: GlobalPosition
        package let head: GlobalPosition

        /// From 0 to 1; 1 for an empty log.
        package var share: Double {
            head.number <= 0 ? 1 : min(1, Double(position.number) / Double(head.number))
        }
    }

    /// Begins to build a new generation, or finds the one that is being built already.
    package func start(_ projection: any Projection) async throws(ProjectionStoreError) -> Generation {
        let records = try await store.records(of: projection.name)
        if let building = records.last(where: { $0.stage == .building && $0.codeVersion == projection.codeVersion }) {
            return building.generation
        }
        let live = records.first { $0.stage == .live }
        let generation = Generation(projection.name, (records.map(\.generation.number).max() ?? 0) + 1)
        let epoch = try await head().epoch
        try await store.create(
            generation, codeVersion: projection.codeVersion, stage: live == nil ? .live : .building,
            at: Cursor(epoch: epoch, position: .start), gate: Self.gate(after: live, in: epoch),
            tables: projection.tables)
        return generation
    }

    /// Up to where the changes of a new generation are old news: where the live one is, if that is in this epoch.
    ///
    /// Why nothing for an older epoch: its positions stand for other events, and new ones would be held back.
    static func gate(after live: GenerationRecord?, in epoch: LogEpoch) -> GlobalPosition {
        guard let live, live.checkpoint.epoch == epoch else { return .start }
        return live.checkpoint.position
    }

    /// How far the generations of a projection are that are being built.
    package func progress(of projection: ProjectionName) async throws(ProjectionStoreError) -> [Progress] {
        let head = try await head().position
        return try await store.records(of: projection).filter { $0.stage == .building }.map {
            Progress(generation: $0.generation, position: $0.checkpoint.position, head: head)
        }
    }

    /// Drops generations that were replaced, and those that were being built for nothing.
    package func discard(_ projection: ProjectionName, building: Bool = false) async throws(ProjectionStoreError) -> Int
    {
        var dropped = 0
        for record in try await store.records(of: projection)
        where record.stage == .retired || building && record.stage == .building {
            try await store.drop(record.generation)
            dropped += 1
        }
        return dropped
    }

    private func head() async throws(ProjectionStoreError) -> LogHead {
        do throws(EventStoreError) {
            return try await log.head()
        } catch {
            throw .unavailable(underlying: error)
        }
    }
}
