import EventSourcing

extension LawScope where Store == any ProjectionStore {
    package var projection: ProjectionName { ProjectionName(validated: tenant.text) }
    package var first: Generation { Generation(projection, 1) }

    /// A table with a key of two columns and one column of each kind.
    package var table: ReadModelTable {
        ReadModelTable(
            TableName(validated: "t_" + tenant.text.replacingHyphens),
            key: [.init("owner", .text), .init("number", .int)],
            columns: [
                .init("flag", .bool, isNullable: true), .init("amount", .int, isNullable: true),
                .init("share", .real, isNullable: true), .init("note", .text, isNullable: true),
                .init("detail", .json, isNullable: true), .init("raw", .blob, isNullable: true),
            ])
    }

    package func row(_ owner: String, _ number: Int64, amount: Int64 = 0) -> [RowValue] {
        [.text(owner), .int(number), .null, .int(amount), .null, .null, .null, .null]
    }

    package func key(_ owner: String, _ number: Int64) -> RowKey { RowKey(table.name, [.text(owner), .int(number)]) }

    package func cursor(_ position: Int64, epoch: UInt32 = 1) -> Cursor {
        Cursor(epoch: LogEpoch(epoch), position: GlobalPosition(position))
    }

    /// Creates the first generation, which is live.
    package func create() async throws(ProjectionStoreError) {
        try await store.create(
            first, codeVersion: 1, stage: .live, at: cursor(0), gate: .start, tables: [table])
    }

    /// Creates the first generation and takes its lease.
    package func createAndAcquire(_ node: NodeID = "law-node") async throws(ProjectionStoreError) -> Lease {
        try await create()
        return try await acquired(first, node)
    }

    package func acquired(_ generation: Generation, _ node: NodeID) async throws(ProjectionStoreError) -> Lease {
        let lease = try await store.acquire(generation, for: node, milliseconds: 60_000)
        expect(lease != nil, "\(node) does not get the lease of \(generation)")
        return lease ?? Lease(generation: generation, owner: node, epoch: -1, milliseconds: 0)
    }

    package func commit(
        _ lease: Lease, _ from: Int64, _ to: Int64, _ changes: [RowChange] = [], parked: [ParkedEvent] = [],
        settled: [GlobalPosition] = []
    ) async throws(ProjectionStoreError) -> CommitVerdict {
        try await store.commit(
            ProjectionCommit(
                lease: lease, from: cursor(from), to: cursor(to), changes: changes, parked: parked, settled: settled))
    }

    package func record(_ generation: Generation) async throws(ProjectionStoreError) -> GenerationRecord? {
        try await store.records(of: projection).first { $0.generation == generation }
    }

    package func rows(_ prefix: [RowValue] = [], of generation: Generation? = nil) async throws(ProjectionStoreError)
        -> [[RowValue]]
    {
        try await store.load([.range(RowRange(table.name, prefix: prefix))], of: generation ?? first).first ?? []
    }
}

extension String {
    fileprivate var replacingHyphens: String { String(map { $0 == "-" ? "_" : $0 }) }
}
