import EventSourcing
import Prelude
import Rows

/// Read-model rows, checkpoints, leases and parked events in either engine.
package final class SQLProjectionStore: ProjectionStore {
    /// What is known here of a generation's tables.
    struct Known: Sendable {
        let tables: [TableName: (model: ReadModelTable, statements: TableStatements)]
    }

    let database: any Database
    let statements: ProjectionStatements
    private let definitions: [TableName: TableDefinition]
    private let known = Lock<[Generation: Known]>([:])

    /// Limit: generations whose tables are remembered.
    private static let knownMax = 256

    /// `definitions` add indexes to the tables that projections name; a table without one has only its key.
    package init(_ database: any Database, definitions: [TableDefinition] = []) {
        self.database = database
        statements = ProjectionStatements(database.dialect)
        self.definitions = Dictionary(
            definitions.map { (TableName(validated: $0.name.text), $0) }, uniquingKeysWith: { first, _ in first })
    }

    package func records(of projection: ProjectionName?) async throws(ProjectionStoreError) -> [GenerationRecord] {
        let rows =
            if let projection {
                try await read(statements.records, [.text(projection.text)])
            } else {
                try await read(statements.allRecords, [])
            }
        return try (0..<rows.rowCount).map { row throws(ProjectionStoreError) in
            try ProjectionRows.record(rows, row)
        }
    }

    package func heartbeat(_ node: NodeID, milliseconds: Int64) async throws(ProjectionStoreError) -> [NodeID] {
        let results = try await write([
            WriteStep(statements.beat, [.text(node.text), .int(Self.microseconds(milliseconds))]),
            WriteStep(statements.bury), WriteStep(statements.alive),
        ])
        guard let rows = results.last?.rows else { return [] }
        return (0..<rows.rowCount).map { NodeID(validated: rows.string(of: rows.cell(row: $0, column: 0))) }
    }

    package func setPaused(_ paused: Bool, _ generation: Generation) async throws(ProjectionStoreError) {
        let result = try await write([WriteStep(ProjectionStatements.pause, generation.key + [.bool(paused)])])
        if result.first?.changed != 1 { throw .unknownGeneration(generation) }
    }

    // MARK: Rows

    package func load(
        _ requests: [RowRequest], of generation: Generation
    ) async throws(ProjectionStoreError) -> [[[RowValue]]] {
        let known = try await tables(of: generation)
        let plan = try LoadPlan(requests, known)
        let results = await database.read(plan.queries, in: .any)
        return try plan.answers(results)
    }

    // MARK: Parked events

    package func parked(
        _ generation: Generation, after position: GlobalPosition, limit: Int
    ) async throws(ProjectionStoreError) -> [ParkedEvent] {
        let rows = try await read(
            ProjectionStatements.parked,
            generation.key + [.int(position.number), .int(Int64(max(1, min(limit, 10_000))))])
        return try (0..<rows.rowCount).map { row throws(ProjectionStoreError) in
            try ProjectionRows.parked(rows, row)
        }
    }

    package func judge(
        _ generation: Generation, key: String?, verdict: ParkedEvent.Verdict
    ) async throws(ProjectionStoreError) -> Int {
        let number = SQLValue.int(Int64(verdict.rawValue))
        let step =
            if let key {
                WriteStep(ProjectionStatements.judge, generation.key + [.text(key), number])
            } else {
                WriteStep(ProjectionStatements.judgeAll, generation.key + [number])
            }
        return try await write([step]).first?.changed ?? 0
    }

    // MARK: Tables

    /// The tables of a generation, from here or from what is stored with it.
    func tables(of generation: Generation) async throws(ProjectionStoreError) -> Known {
        if let known = known.withLock({ $0[generation] }) { return known }
        guard let (_, tables) = try await stored(generation) else { throw .unknownGeneration(generation) }
        return remember(tables, of: generation)
    }

    func stored(_ generation: Generation) async throws(ProjectionStoreError) -> (codeVersion: Int64, [ReadModelTable])?
    {
        let rows = try await read(ProjectionStatements.tables, generation.key)
        guard rows.rowCount > 0 else { return nil }
        guard let tables = StoredTables.tables(rows.string(of: rows.cell(row: 0, column: 1))) else {
            throw .mismatch(reason: "the tables of \(generation) cannot be read")
        }
        return (rows.cell(row: 0, column: 0).int, tables)
    }

    @discardableResult
    func remember(_ tables: [ReadModelTable], of generation: Generation) -> Known {
        var entries: [TableName: (model: ReadModelTable, statements: TableStatements)] = [:]
        for table in tables {
            guard let definition = definition(of: table) else { continue }
            entries[table.name] = (
                table,
                TableStatements(definition, generation: Int(generation.number), dialect: database.dialect)
            )
        }
        let made = Known(tables: entries)
        return known.withLock { known in
            if known.count >= Self.knownMax { known.removeAll() }
            known[generation] = made
            return made
        }
    }

    func forget(_ generation: Generation) { known.withLock { $0[generation] = nil } }

    /// The declared table if it fits what the projection says, else the table without indexes.
    func definition(of table: ReadModelTable) -> TableDefinition? {
        if let declared = definitions[table.name], declared.matches(table) { return declared }
        return TableDefinition(table)
    }

    // MARK: Running

    func read(_ statement: Statement, _ parameters: [SQLValue]) async throws(ProjectionStoreError) -> RowBatch {
        do throws(DatabaseError) {
            return try await database.rows(statement, parameters)
        } catch {
            throw .unavailable(underlying: error)
        }
    }

    func write(_ steps: [WriteStep]) async throws(ProjectionStoreError) -> [WriteResult] {
        do throws(DatabaseError) {
            return try await database.write(Transaction(steps))
        } catch {
            throw .unavailable(underlying: error)
        }
    }

    /// Cut so that a time to live can be added to the clock.
    static func microseconds(_ milliseconds: Int64) -> Int64 { max(0, min(milliseconds, 1 << 40)) * 1_000 }
}

extension Generation {
    /// The key of its rows.
    var key: [SQLValue] { [.text(projection.text), .int(Int64(number))] }
}
