import Database
import Lifecycle
import Networking
import Rows

/// One database file: a writer on its own thread, point reads inline on the event loops, long reads on a few threads.
package final class SQLiteDatabase: Database {
    package let settings: SQLiteSettings
    private let writer: SQLiteWriter
    private let pool: SQLiteReaderPool
    private let inline: [SQLiteLoopReader]
    private let loops: [EventLoop]

    package var dialect: SQLDialect { .sqlite }

    /// Opens or creates the file; point reads run inline on the given loops.
    package init(_ settings: SQLiteSettings, loops: [EventLoop] = []) throws(DatabaseError) {
        let writer = try SQLiteWriter(settings)
        do throws(DatabaseError) {
            pool = try SQLiteReaderPool(settings)
        } catch {
            writer.close()
            throw error
        }
        inline = loops.map { SQLiteLoopReader(settings, $0, writer.commits) }
        (self.settings, self.writer, self.loops) = (settings, writer, loops)
    }

    package func readNow(_ queries: [Query], in scope: ReadScope) -> [QueryResult]? {
        for reader in inline where reader.isHere { return reader.read(queries) }
        return nil
    }

    package func read(_ queries: [Query], in scope: ReadScope) async -> [QueryResult] {
        let name = queries.first?.statement.name ?? "nothing"
        let answer = await pool.read(name) { connection in
            queries.map { SQLiteLoopReader.run($0, on: connection) }
        }
        return switch answer {
        case .success(let results): results
        case .failure(let error): queries.map { _ in .failure(error) }
        }
    }

    package func write(_ transaction: Transaction) async throws(DatabaseError) -> [WriteResult] {
        guard transaction.steps.count <= settings.limits.stepsMax else {
            throw .refused(.overloaded, "transaction", "\(transaction.steps.count) steps are over the limit")
        }
        return try await self.transaction("transaction") { connection throws(DatabaseError) in
            var results: [WriteResult] = []
            results.reserveCapacity(transaction.steps.count)
            for step in transaction.steps { results.append(try connection.run(step)) }
            return results
        }
    }

    /// Runs the body on the writer's thread in one transaction; what it throws takes back all that it did.
    ///
    /// Cancelling the caller does not interrupt it: other transactions share its commit.
    package func transaction<Value: Sendable>(
        _ name: String, _ body: @escaping @Sendable (SQLiteConnection) throws(DatabaseError) -> Value
    ) async throws(DatabaseError) -> Value {
        try await writer.transaction(name, body)
    }

    /// Runs the body on a reading thread in one read transaction.
    package func snapshot<Value: Sendable>(
        _ name: String, _ body: @escaping @Sendable (SQLiteConnection) throws(DatabaseError) -> Value
    ) async throws(DatabaseError) -> Value {
        let nested = await pool.read(name) { connection -> Result<Value, DatabaseError> in
            do throws(DatabaseError) { return .success(try body(connection)) } catch { return .failure(error) }
        }
        return try nested.get().get()
    }

    /// Finishes what waits, then closes every connection; never call it on a loop.
    package func close() {
        for (reader, loop) in zip(inline, loops) {
            let done = ThreadSignal()
            loop.execute {
                reader.close()
                done.signal()
            }
            done.wait()
        }
        pool.close()
        writer.close()
    }
}

extension SQLiteConnection {
    /// Runs one step of a transaction and holds it to its condition.
    func run(_ step: WriteStep) throws(DatabaseError) -> WriteResult {
        let rows = try run(step.query)
        let changes = changed
        guard step.condition == .none || changes > 0 else {
            throw .refused(.conflict, step.query.statement.name, "no row met its condition")
        }
        return WriteResult(rows: rows, changed: changes)
    }
}
