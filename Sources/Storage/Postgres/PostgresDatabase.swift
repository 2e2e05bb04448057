import Database
import Lifecycle
import Networking
import Rows
import Synchronization

/// A server, reached through a few pipelined connections on each event loop.
package final class PostgresDatabase: Database {
    package let settings: PostgresSettings
    private let pools: [PostgresPool]
    private let turn = Atomic<UInt>(0)
    let sessions: SessionThreads

    package var dialect: SQLDialect { .postgres }

    /// Begins to connect; work that is given before a connection is there waits for it within its limits.
    package init(_ settings: PostgresSettings, loops: [EventLoop]) {
        precondition(!loops.isEmpty, "PostgreSQL lives on event loops.")
        self.settings = settings
        sessions = SessionThreads(settings)
        pools = loops.map { PostgresPool(settings, $0) }
        for pool in pools { pool.loop.execute { pool.start() } }
    }

    /// Always nil: an answer has to travel.
    package func readNow(_ queries: [Query], in scope: ReadScope) -> [QueryResult]? { nil }

    package func read(_ queries: [Query], in scope: ReadScope) async -> [QueryResult] {
        let pool = pool()
        let batch = ReadBatch(queries, scope)
        // A point read is over sooner than its cancellation would be.
        guard batch.hasScan else { return await answers(of: batch, from: pool) }
        return await withTaskCancellationHandler {
            await answers(of: batch, from: pool)
        } onCancel: {
            pool.loop.execute { pool.cancel(batch) }
        }
    }

    private func answers(of batch: ReadBatch, from pool: PostgresPool) async -> [QueryResult] {
        await withUnsafeContinuation { continuation in
            let begin: @Sendable () -> Void = {
                batch.whenFinished { continuation.resume(returning: $0) }
                pool.admit(batch)
            }
            if pool.loop.isInLoop { begin() } else { pool.loop.execute(begin) }
        }
    }

    /// Starts reads on the calling loop and gives the answers to a function there; for callers that hold no task.
    package func read(
        _ queries: [Query], in scope: ReadScope, whenDone: @escaping @Sendable ([QueryResult]) -> Void
    ) {
        let pool = pool()
        let batch = ReadBatch(queries, scope, finished: whenDone)
        if pool.loop.isInLoop { pool.admit(batch) } else { pool.loop.execute { pool.admit(batch) } }
    }

    /// A task that is cancelled does not stop a transaction that has begun.
    package func write(_ transaction: Transaction) async throws(DatabaseError) -> [WriteResult] {
        let pool = pool()
        let result: Result<[WriteResult], DatabaseError> = await withUnsafeContinuation { continuation in
            let job = WriteJob(transaction) { continuation.resume(returning: $0) }
            if pool.loop.isInLoop { pool.admit(job) } else { pool.loop.execute { pool.admit(job) } }
        }
        return try result.get()
    }

    /// Starts a transaction and gives its outcome to a function on the loop; for callers that hold no task.
    package func write(
        _ transaction: Transaction, answer: @escaping @Sendable (Result<[WriteResult], DatabaseError>) -> Void
    ) {
        let pool = pool()
        let job = WriteJob(transaction, finished: answer)
        if pool.loop.isInLoop { pool.admit(job) } else { pool.loop.execute { pool.admit(job) } }
    }

    /// Closes every connection; work in flight is told so.
    package func close() {
        for pool in pools {
            let done = ThreadSignal()
            pool.loop.execute {
                pool.stop()
                done.signal()
            }
            if !pool.loop.isInLoop { done.wait() }
        }
    }

    /// Whether every loop has at least one connection, for readiness.
    package func isReachable() async -> Bool {
        let probe = Statement("probe", "SELECT 1", columns: [.int])
        if case .success = await read([Query(probe)], in: .any).first { return true }
        return false
    }

    private func pool() -> PostgresPool {
        for pool in pools where pool.loop.isInLoop { return pool }
        let index = turn.wrappingAdd(1, ordering: .relaxed).oldValue
        return pools[Int(index % UInt(pools.count))]
    }
}
