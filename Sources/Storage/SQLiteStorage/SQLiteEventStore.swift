import Database
import EventSourcing
import Prelude
import Rows
import SQLite

/// The log in one SQLite file.
///
/// A batch is one transaction of the single writer, so rowid order is commit order and positions have no gaps.
package final class SQLiteEventStore: EventStore, SnapshotStore, CommandMemory {
    let database: SQLiteDatabase
    private let reader: LogReader
    private let snapshots: SQLSnapshotStore
    private let now: @Sendable () -> Timestamp

    /// The migrations must have run; `now` is the clock that sets the time of recording.
    package init(_ database: SQLiteDatabase, now: @escaping @Sendable () -> Timestamp) {
        (self.database, self.now) = (database, now)
        reader = LogReader(database)
        snapshots = SQLSnapshotStore(database)
    }

    package func append(_ batch: [Append]) async throws(EventStoreError) -> [AppendResult] {
        try AppendRules.check(batch)
        if batch.isEmpty { return [] }
        let numbers = try await reader.ensureNumbers(of: batch.symbols)
        let now = now()
        let judgements: [AppendJudge.Judgement]
        do throws(DatabaseError) {
            judgements = try await database.transaction("append") { connection throws(DatabaseError) in
                try SQLiteAppend(connection, numbers, now).run(batch)
            }
        } catch {
            throw EventStoreError(error, wasWrite: true)
        }
        var results: [AppendResult] = []
        results.reserveCapacity(batch.count)
        for (append, judgement) in zip(batch, judgements) { results.append(await result(of: append, judgement)) }
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
            return try await database.write(SQLiteStatements.forgetCommands, parameters).changed
        } catch {
            throw EventStoreError(error, wasWrite: false)
        }
    }

    private func result(of append: Append, _ judgement: AppendJudge.Judgement) async -> AppendResult {
        switch judgement {
        case .accepted(let outcome, _): .appended(outcome)
        case .duplicate(let outcome): .duplicate(outcome)
        case .commandIDReused: .commandIDReused
        case .streamClosed(let stream): .streamClosed(stream)
        case .conflict(let stream, let expected, let actual):
            .conflict(await reader.conflict(stream, expected, actual: actual, in: append.tenant))
        }
    }
}
