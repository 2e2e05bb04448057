import Prelude

/// Read models, checkpoints and leases in memory: for tests and as the model that other stores are compared with.
package final class InMemoryProjectionStore: ProjectionStore {
    private struct Entry {
        let codeVersion: Int32
        let tables: [TableName: ReadModelTable]
        let gate: GlobalPosition
        var stage: GenerationRecord.Stage
        var checkpoint: Cursor
        var isPaused = false
        var owner: NodeID?
        var leaseEpoch: Int64 = 0
        var leaseUntil: Timestamp
        var touched: Timestamp
        var rows: [RowKey: [RowValue]] = [:]
        var parked: [GlobalPosition: ParkedEvent] = [:]
    }

    private struct State {
        var entries: [Generation: Entry] = [:]
        var nodes: [NodeID: Timestamp] = [:]
    }

    private let state = Lock(State())
    private let now: @Sendable () -> Timestamp

    package init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

    package func create(
        _ generation: Generation, codeVersion: Int32, stage: GenerationRecord.Stage, at start: Cursor,
        gate: GlobalPosition, tables: [ReadModelTable]
    ) async throws(ProjectionStoreError) {
        let byName = Dictionary(tables.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let now = now()
        try state.withLock { state throws(ProjectionStoreError) in
            if let entry = state.entries[generation] {
                guard entry.tables == byName, entry.codeVersion == codeVersion else {
                    throw .mismatch(reason: "\(generation) is already there and is another one")
                }
                return
            }
            if stage == .live,
                state.entries.contains(where: { $0.key.isOther(than: generation) && $0.value.stage == .live })
            {
                throw .mismatch(reason: "\(generation.projection) already has a live generation")
            }
            state.entries[generation] = Entry(
                codeVersion: codeVersion, tables: byName, gate: gate, stage: stage, checkpoint: start, leaseUntil: now,
                touched: now)
        }
    }

    package func records(of projection: ProjectionName?) async throws(ProjectionStoreError) -> [GenerationRecord] {
        let now = now()
        return state.withLock { state in
            state.entries.filter { projection == nil || $0.key.projection == projection }
                .map { Self.record($0.key, $0.value, at: now) }
                .sorted {
                    ($0.generation.projection, $0.generation.number) < ($1.generation.projection, $1.generation.number)
                }
        }
    }

    package func promote(_ lease: Lease) async throws(ProjectionStoreError) -> PromotionVerdict {
        try change(lease.generation) { state, entry in
            guard Self.holds(lease, entry), entry.stage == .building else { return .fenced }
            let live = state.entries.first { $0.key.isOther(than: lease.generation) && $0.value.stage == .live }
            if let live = live?.value.checkpoint, live.isAhead(of: entry.checkpoint) { return .behind(live: live) }
            for (key, other) in state.entries where key.isOther(than: lease.generation) && other.stage == .live {
                state.entries[key]?.stage = .retired
                state.entries[key]?.owner = nil
            }
            entry.stage = .live
            return .promoted
        }
    }

    package func drop(_ generation: Generation) async throws(ProjectionStoreError) {
        try state.withLock { state throws(ProjectionStoreError) in
            guard let entry = state.entries[generation] else { return }
            guard entry.stage != .live else { throw .mismatch(reason: "\(generation) is the one that is read") }
            state.entries[generation] = nil
        }
    }

    package func setPaused(_ paused: Bool, _ generation: Generation) async throws(ProjectionStoreError) {
        try change(generation) { _, entry in entry.isPaused = paused }
    }

    package func heartbeat(
        _ node: NodeID, milliseconds: Int64
    ) async throws(ProjectionStoreError) -> [NodeID] {
        let now = now()
        return state.withLock { state in
            state.nodes[node] = now.advanced(microseconds: milliseconds * 1_000)
            state.nodes = state.nodes.filter { !$0.value.isOver(at: now) }
            return state.nodes.keys.sorted()
        }
    }

    package func acquire(
        _ generation: Generation, for node: NodeID, milliseconds: Int64
    ) async throws(ProjectionStoreError) -> Lease? {
        let now = now()
        return try change(generation) { _, entry in
            guard !entry.isPaused, entry.stage != .retired else { return nil }
            guard entry.owner == nil || entry.owner == node || entry.leaseUntil.isOver(at: now) else { return nil }
            entry.owner = node
            entry.leaseEpoch += 1
            entry.leaseUntil = now.advanced(microseconds: milliseconds * 1_000)
            entry.touched = now
            return Lease(generation: generation, owner: node, epoch: entry.leaseEpoch, milliseconds: milliseconds)
        }
    }

    package func renew(_ lease: Lease) async throws(ProjectionStoreError) -> Bool {
        let now = now()
        return try change(lease.generation) { _, entry in
            guard Self.holds(lease, entry) else { return false }
            entry.leaseUntil = now.advanced(microseconds: lease.milliseconds * 1_000)
            entry.touched = now
            return true
        }
    }

    package func release(_ lease: Lease) async throws(ProjectionStoreError) {
        try change(lease.generation) { _, entry in
            guard entry.leaseEpoch == lease.epoch, entry.owner == lease.owner else { return }
            entry.owner = nil
        }
    }

    package func load(
        _ requests: [RowRequest], of generation: Generation
    ) async throws(ProjectionStoreError) -> [[[RowValue]]] {
        try change(generation) { _, entry in
            requests.map { request in
                switch request {
                case .row(let key): entry.rows[key].map { [$0] } ?? []
                case .range(let range): Self.rows(in: range, of: entry)
                }
            }
        }
    }

    package func commit(_ commit: ProjectionCommit) async throws(ProjectionStoreError) -> CommitVerdict {
        let now = now()
        return try state.withLock { state throws(ProjectionStoreError) in
            guard var entry = state.entries[commit.lease.generation] else { return .fenced }
            guard Self.holds(commit.lease, entry) else { return .fenced }
            guard entry.checkpoint == commit.from else { return .moved(actual: entry.checkpoint) }
            guard commit.to.epoch == commit.from.epoch, commit.to.position >= commit.from.position else {
                throw .mismatch(reason: "the checkpoint of \(commit.lease.generation) cannot move back")
            }
            try Self.apply(commit, to: &entry)
            entry.checkpoint = commit.to
            entry.touched = now
            state.entries[commit.lease.generation] = entry
            return .committed
        }
    }

    package func parked(
        _ generation: Generation, after position: GlobalPosition, limit: Int
    ) async throws(ProjectionStoreError) -> [ParkedEvent] {
        try change(generation) { _, entry in
            Array(
                entry.parked.values.filter { $0.position > position }.sorted { $0.position < $1.position }.prefix(limit)
            )
        }
    }

    package func judge(
        _ generation: Generation, key: String?, verdict: ParkedEvent.Verdict
    ) async throws(ProjectionStoreError) -> Int {
        try change(generation) { _, entry in
            var count = 0
            for (position, event) in entry.parked where key == nil || event.key == key {
                entry.parked[position] = event.judged(verdict)
                count += 1
            }
            return count
        }
    }

    /// All rows of a generation in the order of table and key, to compare two read models with each other.
    package func rows(of generation: Generation) -> [TableName: [[RowValue]]] {
        state.withLock { state in
            guard let entry = state.entries[generation] else { return [:] }
            return entry.tables.mapValues { table in
                Self.rows(in: RowRange(table.name, prefix: [], limit: .max), of: entry)
            }
        }
    }

    private func change<Result>(
        _ generation: Generation, _ body: (inout State, inout Entry) -> Result
    ) throws(ProjectionStoreError) -> Result {
        try state.withLock { state throws(ProjectionStoreError) in
            guard var entry = state.entries[generation] else { throw .unknownGeneration(generation) }
            let result = body(&state, &entry)
            state.entries[generation] = entry
            return result
        }
    }

    private static func holds(_ lease: Lease, _ entry: Entry) -> Bool {
        entry.leaseEpoch == lease.epoch && entry.owner == lease.owner && !entry.isPaused && entry.stage != .retired
    }

    private static func rows(in range: RowRange, of entry: Entry) -> [[RowValue]] {
        let found = entry.rows.filter { $0.key.table == range.table && range.covers($0.key.values) }
        return Array(found.sorted { RowOrder.precedes($0.key.values, $1.key.values) }.prefix(range.limit).map(\.value))
    }

    private static func apply(_ commit: ProjectionCommit, to entry: inout Entry) throws(ProjectionStoreError) {
        for change in commit.changes {
            switch change {
            case .put(let name, let row):
                guard let table = entry.tables[name] else { throw .mismatch(reason: "there is no table \(name)") }
                if let misfit = table.misfit(of: row) { throw .rejected(reason: misfit) }
                entry.rows[table.key(of: row)] = row
            case .delete(let key): entry.rows[key] = nil
            }
        }
        for event in commit.parked { entry.parked[event.position] = event }
        for position in commit.settled { entry.parked[position] = nil }
    }

    private static func record(_ generation: Generation, _ entry: Entry, at now: Timestamp) -> GenerationRecord {
        GenerationRecord(
            generation: generation, codeVersion: entry.codeVersion, stage: entry.stage, checkpoint: entry.checkpoint,
            gate: entry.gate, isPaused: entry.isPaused, owner: entry.owner, leaseEpoch: entry.leaseEpoch,
            leaseIsHeld: entry.owner != nil && !entry.leaseUntil.isOver(at: now), parkedCount: entry.parked.count,
            touched: entry.touched)
    }
}

extension Timestamp {
    /// Whether a lease that ends at this time is over.
    fileprivate func isOver(at now: Timestamp) -> Bool {
        self <= now || self > now.advanced(microseconds: Lease.longestMicroseconds)
    }
}

extension Generation {
    /// Another generation of the same projection.
    fileprivate func isOther(than generation: Generation) -> Bool {
        projection == generation.projection && number != generation.number
    }
}
