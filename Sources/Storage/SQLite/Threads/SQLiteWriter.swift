import Database
import Lifecycle
import Synchronization

/// The one connection that writes, on its own thread.
///
/// Transactions that wait together share one commit, and so one sync of the disk: each runs in a savepoint of its own,
/// so that one that fails takes back only itself.
final class SQLiteWriter: Sendable {
    /// One caller's work: what runs inside the transaction, and what tells the caller once its fate is known.
    struct Job: Sendable {
        /// Gives back why the work has to be taken back.
        let run: @Sendable (SQLiteConnection) -> DatabaseError?
        /// Given what stopped the whole group, or nil after the commit.
        let finish: @Sendable (DatabaseError?) -> Void
    }

    /// Counts commits; a reader whose snapshot is older than the last one takes a new one.
    final class Commits: Sendable {
        let count = Atomic<UInt64>(0)
    }

    let commits = Commits()
    private let queue: JobQueue<Job>
    private let thread: DedicatedThread

    init(_ settings: SQLiteSettings) throws(DatabaseError) {
        let connection = try SQLiteConnection(settings, isReadOnly: false)
        let queue = JobQueue<Job>(limit: settings.limits.waitingMax)
        let (groupMax, commits) = (settings.commitGroupMax, commits)
        do {
            thread = try DedicatedThread(name: "sqlite-writer") {
                while true {
                    let jobs = queue.take(groupMax)
                    if jobs.isEmpty { break }
                    SQLiteWriter.run(jobs, on: connection, commits)
                }
                try? connection.script("PRAGMA wal_checkpoint(TRUNCATE)")
            }
        } catch {
            throw DatabaseError(.unavailable, code: "client", statement: "open", message: "\(error)")
        }
        self.queue = queue
    }

    /// Runs the body inside a transaction; once this returns, no other's failure can take it back.
    func transaction<Value: Sendable>(
        _ name: String, _ body: @escaping @Sendable (SQLiteConnection) throws(DatabaseError) -> Value
    ) async throws(DatabaseError) -> Value {
        let result: Result<Value, DatabaseError> = await withUnsafeContinuation { continuation in
            let slot = JobSlot<Value>()
            let job = Job(
                run: { connection in slot.fill { () throws(DatabaseError) in try body(connection) } },
                finish: { failure in continuation.resume(returning: slot.answer(failure)) })
            switch queue.add(job) {
            case .accepted: break
            case .full: continuation.resume(returning: .failure(.refused(.overloaded, name, "too many writes wait")))
            case .closed: continuation.resume(returning: .failure(.refused(.unavailable, name, "the store is closed")))
            }
        }
        return try result.get()
    }

    /// Lets the waiting work finish, then blocks until the thread has ended.
    func close() {
        queue.close()
        thread.join()
    }

    private static func run(_ jobs: [Job], on connection: SQLiteConnection, _ commits: Commits) {
        var failure: DatabaseError?
        do throws(DatabaseError) {
            try commit(jobs, on: connection)
            commits.count.wrappingAdd(1, ordering: .releasing)
        } catch {
            failure = settle(error, on: connection)
        }
        for job in jobs { job.finish(failure) }
    }

    private static func commit(_ jobs: [Job], on connection: SQLiteConnection) throws(DatabaseError) {
        connection.setDeadline(0)
        try connection.script("BEGIN IMMEDIATE", name: "begin")
        for job in jobs {
            try connection.script("SAVEPOINT job", name: "savepoint")
            let failed = job.run(connection)
            guard connection.isInTransaction else {
                throw failed ?? .refused(.storage, "commit", "the engine ended the transaction by itself")
            }
            if failed != nil { try connection.script("ROLLBACK TO job", name: "roll back") }
            try connection.script("RELEASE job", name: "release")
        }
        try connection.script("COMMIT", name: "commit")
    }

    /// Ends the transaction of a failed group.
    ///
    /// Why a failed sync is an unknown outcome: the pages may have reached the disk, and then recovery after a crash
    /// would find the commit. A full disk (13) is known to have failed.
    private static func settle(_ error: DatabaseError, on connection: SQLiteConnection) -> DatabaseError {
        if connection.isInTransaction { try? connection.script("ROLLBACK", name: "roll back") }
        guard error.statement == "commit", error.kind == .storage, error.code != "SQLITE 13" else { return error }
        return DatabaseError(.outcomeUnknown, code: error.code, statement: error.statement, message: error.message)
    }
}

/// Holds one job's result between its run and the commit.
// Safe because it is only touched on the writer's thread, in order.
private final class JobSlot<Value: Sendable>: @unchecked Sendable {
    private var result: Result<Value, DatabaseError>?

    func fill(_ body: () throws(DatabaseError) -> Value) -> DatabaseError? {
        do throws(DatabaseError) {
            result = .success(try body())
            return nil
        } catch {
            result = .failure(error)
            return error
        }
    }

    /// Its own failure comes first; without one, that of the group.
    func answer(_ failure: DatabaseError?) -> Result<Value, DatabaseError> {
        if case .failure(let own)? = result { return .failure(own) }
        if let failure { return .failure(failure) }
        return result ?? .failure(.refused(.bug, "commit", "a job that never ran"))
    }
}

extension DatabaseError {
    /// An error of ours that never reached the engine.
    static func refused(_ kind: Kind, _ statement: String, _ message: String) -> DatabaseError {
        DatabaseError(kind, code: "client", statement: statement, message: message)
    }
}
