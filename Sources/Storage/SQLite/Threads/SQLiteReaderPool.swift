import CSQLite
import Database
import Lifecycle
import Prelude
import Rows

/// A few threads with a reading connection each, for reads that may take long.
final class SQLiteReaderPool: Sendable {
    private typealias Job = @Sendable (SQLiteReaderThread) -> Void

    private let queue: JobQueue<Job>
    private let threads: [DedicatedThread]
    private let limits: DatabaseLimits

    /// `connect` opens one reading connection; when one cannot be had, those before it are closed.
    init(
        _ settings: SQLiteSettings,
        connect: (SQLiteSettings) throws(DatabaseError) -> SQLiteConnection = { settings throws(DatabaseError) in
            try SQLiteConnection(settings, isReadOnly: true)
        }
    ) throws(DatabaseError) {
        let queue = JobQueue<Job>(limit: settings.limits.waitingMax)
        var threads: [DedicatedThread] = []
        do throws(DatabaseError) {
            for index in 0..<max(1, settings.scanThreads) {
                let reader = SQLiteReaderThread(try connect(settings))
                threads.append(try Self.thread(index, queue, reader))
            }
        } catch {
            queue.close()
            for thread in threads { thread.join() }
            throw error
        }
        (self.queue, self.threads, limits) = (queue, threads, settings.limits)
    }

    private static func thread(
        _ index: Int, _ queue: JobQueue<Job>, _ reader: SQLiteReaderThread
    ) throws(DatabaseError) -> DedicatedThread {
        do {
            return try DedicatedThread(name: "sqlite-reader-\(index)") {
                while let job = queue.take(1).first { job(reader) }
            }
        } catch {
            throw .refused(.unavailable, "open", "\(error)")
        }
    }

    /// Runs the body on one of the threads, in one read transaction; a cancelled task interrupts it.
    func read<Value: Sendable>(
        _ name: String, _ body: @escaping @Sendable (SQLiteConnection) -> Value
    ) async -> Result<Value, DatabaseError> {
        let ticket = SQLiteTicket()
        let timeout = limits.readTimeout.wholeNanoseconds
        return await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                let deadline = SQLiteWatch.now &+ timeout
                let admission = queue.add { reader in
                    continuation.resume(returning: reader.run(ticket, name, deadline, body))
                }
                switch admission {
                case .accepted: break
                case .full: continuation.resume(returning: .failure(.refused(.overloaded, name, "too many reads wait")))
                case .closed:
                    continuation.resume(returning: .failure(.refused(.unavailable, name, "the store is closed")))
                }
            }
        } onCancel: {
            ticket.cancel()
        }
    }

    func close() {
        queue.close()
        for thread in threads { thread.join() }
    }
}

/// What one thread of the pool owns.
// Safe because it is handed to its thread when that starts; others call only `interrupt`, under the ticket's lock.
final class SQLiteReaderThread: @unchecked Sendable {
    private let connection: SQLiteConnection

    init(_ connection: SQLiteConnection) { self.connection = connection }

    func run<Value>(
        _ ticket: SQLiteTicket, _ name: String, _ deadline: Int64, _ body: (SQLiteConnection) -> Value
    ) -> Result<Value, DatabaseError> {
        guard SQLiteWatch.now < deadline else { return .failure(.refused(.timeout, name, "it waited too long")) }
        guard ticket.start(self) else { return .failure(.refused(.cancelled, name, "the caller went away")) }
        defer { ticket.end() }
        do throws(DatabaseError) {
            connection.setDeadline(deadline)
            try connection.script("BEGIN", name: "begin")
            let value = body(connection)
            connection.setDeadline(0)
            if connection.isInTransaction { try connection.script("COMMIT", name: "end") }
            return .success(value)
        } catch {
            connection.setDeadline(0)
            if connection.isInTransaction { try? connection.script("ROLLBACK", name: "roll back") }
            return .failure(error)
        }
    }

    /// "It is safe to call this routine from a thread different from the thread that is currently running the database
    /// operation" (the manual on `sqlite3_interrupt`), as long as the connection stays open.
    func interrupt() { sqlite3_interrupt(connection.handle.raw) }
}

/// Makes sure that a cancellation interrupts the read it belongs to and none that runs after it.
final class SQLiteTicket: Sendable {
    private enum State { case waiting, running(SQLiteReaderThread), over }
    private let state = Lock(State.waiting)

    /// False if the read was cancelled before its turn.
    func start(_ reader: SQLiteReaderThread) -> Bool {
        state.withLock { state in
            if case .over = state { return false }
            state = .running(reader)
            return true
        }
    }

    func end() { state.withLock { $0 = .over } }

    func cancel() {
        state.withLock { state in
            if case .running(let reader) = state { reader.interrupt() }
            if case .waiting = state { state = .over }
        }
    }
}
