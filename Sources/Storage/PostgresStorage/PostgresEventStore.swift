import Database
import EventSourcing
import Networking
import Postgres
import Prelude
import Rows
import Synchronization

/// The log in PostgreSQL: any number of nodes append, each batch in one call of a function.
package final class PostgresEventStore: EventStore, SnapshotStore, CommandMemory {
    let database: PostgresDatabase
    private let reader: LogReader
    private let snapshots: SQLSnapshotStore
    private let notifier: HeadNotifier?
    /// A position from which on the next partition may be missing.
    private let partitionCheck = Atomic<Int64>(0)

    /// Limit: how often a batch is tried again after a deadlock or a race for one command id; nothing had happened.
    private static let triesMax = 5
    /// How far ahead of the last partition's end the next one is made.
    private static let partitionMargin: Int64 = 2_000_000

    /// The migrations must have run. With a loop, other nodes are told of new heads, a few milliseconds later.
    package init(_ database: PostgresDatabase, notifyingOn loop: EventLoop? = nil) {
        self.database = database
        reader = LogReader(database)
        snapshots = SQLSnapshotStore(database)
        notifier = loop.map { HeadNotifier(database, on: $0) }
    }

    package func append(_ batch: [Append]) async throws(EventStoreError) -> [AppendResult] {
        try AppendRules.check(batch)
        if batch.isEmpty { return [] }
        let numbers = try await reader.ensureNumbers(of: batch.symbols)
        guard let call = PostgresAppend(batch, numbers) else {
            throw .corrupt(position: nil, reason: "a name without a number")
        }
        let rows = try await send(call)
        guard rows.rowCount == batch.count else {
            throw .corrupt(position: nil, reason: "\(rows.rowCount) results for \(batch.count) appends")
        }
        var results: [AppendResult] = []
        var last = GlobalPosition.start
        for (row, append) in batch.enumerated() {
            let result = try await result(of: append, rows, row)
            if case .appended(let outcome) = result { last = max(last, outcome.position) }
            results.append(result)
        }
        if last > .start {
            notifier?.moved(to: last)
            await preparePartitions(last)
        }
        return results
    }

    package func outcome(of command: CommandID, in tenant: TenantID) async throws(EventStoreError) -> RecordedOutcome? {
        try await reader.outcome(of: command, in: tenant)
    }

    package func read(_ query: StreamQuery) async throws(EventStoreError) -> StreamPage { try await reader.read(query) }

    package func read(_ query: LogQuery) async throws(EventStoreError) -> LogPage { try await reader.read(query) }

    package func head() async throws(EventStoreError) -> LogHead { try await reader.head() }

    package func snapshot(
        of stream: StreamName, in tenant: TenantID, schema: UInt32
    ) async throws(EventStoreError) -> Snapshot? {
        try await snapshots.snapshot(of: stream, in: tenant, schema: schema)
    }

    package func save(_ snapshot: Snapshot) async throws(EventStoreError) { try await snapshots.save(snapshot) }

    package func removeSnapshots(of stream: StreamName, in tenant: TenantID) async throws(EventStoreError) {
        try await snapshots.removeSnapshots(of: stream, in: tenant)
    }

    package func forgetCommands(
        through position: GlobalPosition, limit: Int
    ) async throws(EventStoreError) -> Int {
        do throws(DatabaseError) {
            let parameters: [SQLValue] = [.int(position.number), .int(Int64(limit))]
            let rows = try await database.write(PostgresStatements.forgetCommands, parameters).rows
            return rows.rowCount == 1 ? Int(clamping: rows.cell(row: 0, column: 0).int) : 0
        } catch {
            throw EventStoreError(error, wasWrite: false)
        }
    }

    /// Sends the batch, again if the server rolled it back for a reason that passes.
    private func send(_ call: PostgresAppend) async throws(EventStoreError) -> RowBatch {
        var tries = 1
        while true {
            do throws(DatabaseError) {
                return try await database.write(PostgresStatements.append, call.parameters).rows
            } catch {
                // The primary key of commands says that another node has just used an id of this batch.
                let passes = error.kind == .retry || error.kind == .conflict && error.key == "command_pkey"
                guard passes, tries < Self.triesMax else { throw EventStoreError(error, wasWrite: true) }
                tries += 1
            }
        }
    }

    private func result(of append: Append, _ rows: RowBatch, _ row: Int) async throws(EventStoreError) -> AppendResult {
        let verdict = rows.cell(row: row, column: 0).int
        switch verdict {
        case 0: return .appended(try outcome(of: append, rows, row, data: append.data))
        case 1:
            let data = Array(rows.bytes(of: rows.cell(row: row, column: 5)))
            return .duplicate(try outcome(of: append, rows, row, data: data))
        case 2: return .commandIDReused
        case 3, 4:
            let part = Int(clamping: rows.cell(row: row, column: 6).int)
            guard append.streams.indices.contains(part) else { break }
            let lost = append.streams[part]
            if verdict == 4 { return .streamClosed(lost.stream) }
            let actual = StreamVersion(rows.cell(row: row, column: 7).int)
            return .conflict(
                await reader.conflict(lost.stream, lost.expected, actual: actual, in: append.tenant))
        case _: break
        }
        throw .corrupt(position: nil, reason: "an append with the verdict \(verdict)")
    }

    private func outcome(
        of append: Append, _ rows: RowBatch, _ row: Int, data: [UInt8]
    ) throws(EventStoreError) -> RecordedOutcome {
        try StoredOutcome.read(
            append.request, epoch: rows.cell(row: row, column: 1).int, position: rows.cell(row: row, column: 2).int,
            count: rows.cell(row: row, column: 3).int, versions: rows.bytes(of: rows.cell(row: row, column: 4)),
            data: data)
    }

    /// Makes the partitions that the log will soon need; a failure is tried again with the next append.
    private func preparePartitions(_ position: GlobalPosition) async {
        guard position.number >= partitionCheck.load(ordering: .relaxed) else { return }
        guard let rows = try? await database.write(PostgresStatements.ensurePartitions).rows, rows.rowCount == 1 else {
            return
        }
        partitionCheck.store(rows.cell(row: 0, column: 0).int - Self.partitionMargin, ordering: .relaxed)
    }
}
