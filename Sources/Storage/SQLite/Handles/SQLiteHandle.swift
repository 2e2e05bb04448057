import CSQLite
import Database
import Glibc
import Synchronization

/// Owns one connection of the library; `deinit` closes it and nothing else does.
///
/// Safe to open with `NOMUTEX` because the manual says: "In this mode, SQLite can be safely used by multiple threads
/// provided that no single database connection nor any object derived from database connection, such as a prepared
/// statement, is used in two or more threads at the same time." Each connection here belongs to one thread.
final class SQLiteHandle {
    let raw: OpaquePointer
    /// Where the progress handler looks up whether the running statement has gone on for too long.
    let watch: UnsafeMutablePointer<SQLiteWatch>

    /// Handles that are open in the process, for leak tests.
    static let openCount = Atomic<Int>(0)
    /// Limit: bytes of one text, blob or row.
    static let valueBytesMax: Int32 = 256 << 20
    /// Steps of the library's virtual machine between two looks at the clock; about 30 µs.
    private static let stepsPerLook: Int32 = 1_000

    init(path: String, isReadOnly: Bool) throws(DatabaseError) {
        let access = isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let opened else {
            let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(opened)
            throw DatabaseError(
                SQLiteResultCode(code).kind, code: "SQLITE \(code)", statement: "open", key: path, message: message)
        }
        raw = opened
        watch = .allocate(capacity: 1)
        watch.initialize(to: SQLiteWatch())
        SQLiteHandle.openCount.wrappingAdd(1, ordering: .relaxed)
        sqlite3_limit(raw, SQLITE_LIMIT_LENGTH, SQLiteHandle.valueBytesMax)
        _ = belvedere_sqlite_configure(raw, SQLITE_DBCONFIG_DEFENSIVE, 1)
        // Why trusted: the words of read models are virtual tables behind triggers and views, which SQLite refuses in a
        // schema that it does not trust; nobody but this program writes the schema.
        _ = belvedere_sqlite_configure(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1)
        _ = belvedere_sqlite_configure(raw, SQLITE_DBCONFIG_DQS_DML, 0)
        _ = belvedere_sqlite_configure(raw, SQLITE_DBCONFIG_DQS_DDL, 0)
        sqlite3_progress_handler(raw, SQLiteHandle.stepsPerLook, SQLiteWatch.look, watch)
        SQLiteArrayModule.register(on: raw)
    }

    deinit {
        sqlite3_close_v2(raw)
        watch.deallocate()
        SQLiteHandle.openCount.wrappingSubtract(1, ordering: .relaxed)
    }

    /// The error of the call that has just failed; its message is copied at once, the next call overwrites it.
    func error(_ code: Int32, during statement: String) -> DatabaseError {
        let result = SQLiteResultCode(code)
        let message = String(cString: sqlite3_errmsg(raw))
        var kind = result.kind
        if kind == .cancelled, watch.pointee.hasExpired { kind = .timeout }
        return DatabaseError(
            kind, code: "SQLITE \(code)", statement: statement,
            key: kind == .conflict ? SQLiteHandle.key(in: message) : nil, message: message)
    }

    /// "UNIQUE constraint failed: t.a, t.b" → "t.a, t.b".
    private static func key(in message: String) -> String? {
        guard let colon = message.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        return String(message[message.utf8.index(after: colon)...].drop { $0 == " " })
    }
}

/// The deadline of the running statement, looked at by the library between its steps.
struct SQLiteWatch {
    /// Nanoseconds of the monotonic clock; 0 for none.
    var deadline: Int64 = 0
    var hasExpired = false

    mutating func start(deadline: Int64) {
        (self.deadline, hasExpired) = (deadline, false)
    }

    static let look: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = { context in
        guard let watch = context?.assumingMemoryBound(to: SQLiteWatch.self), watch.pointee.deadline != 0 else {
            return 0
        }
        guard SQLiteWatch.now >= watch.pointee.deadline else { return 0 }
        watch.pointee.hasExpired = true
        return 1
    }

    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
