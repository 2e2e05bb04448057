import CSQLite
import Database
import Rows

/// One connection with its prepared statements; it belongs to one thread at a time.
// Safe because a connection is handed to one thread when it is made and is used by no other until that one ended.
package final class SQLiteConnection: @unchecked Sendable {
    let handle: SQLiteHandle
    let limits: DatabaseLimits
    private var prepared: [Int: SQLiteStatement] = [:]
    private var uses: UInt64 = 0

    init(_ settings: SQLiteSettings, isReadOnly: Bool) throws(DatabaseError) {
        handle = try SQLiteHandle(path: settings.path, isReadOnly: isReadOnly)
        limits = settings.limits
        for pragma in isReadOnly ? settings.readerPragmas : settings.pragmas { try script(pragma) }
    }

    /// Runs one statement to its end.
    package func run(_ query: Query) throws(DatabaseError) -> RowBatch {
        try query.check(limits)
        return try find(query.statement).run(query.parameters, limits)
    }

    /// Runs one statement to its end.
    @discardableResult
    package func run(_ statement: Statement, _ parameters: [SQLValue] = []) throws(DatabaseError) -> RowBatch {
        try run(Query(statement, parameters))
    }

    /// Rows that the statement before this call inserted, updated or deleted.
    package var changed: Int { Int(sqlite3_changes64(handle.raw)) }

    /// Runs any number of statements without parameters, for DDL and transaction control.
    package func script(_ sql: String, name: String = "script") throws(DatabaseError) {
        let code = sqlite3_exec(handle.raw, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw handle.error(code, during: name) }
    }

    /// Whether a transaction is open; the library ends one by itself after some errors.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle.raw) == 0 }

    /// Lets the following statements run until then, in nanoseconds of the monotonic clock; 0 for as long as it takes.
    func setDeadline(_ nanoseconds: Int64) { handle.watch.pointee.start(deadline: nanoseconds) }

    /// Whether the last error was the deadline's.
    var hasExpired: Bool { handle.watch.pointee.hasExpired }

    private func find(_ statement: Statement) throws(DatabaseError) -> SQLiteStatement {
        uses &+= 1
        if let known = prepared[statement.ordinal] {
            known.lastUse = uses
            return known
        }
        let made = try SQLiteStatement(statement, on: handle)
        made.lastUse = uses
        if prepared.count >= limits.preparedMax, let oldest = prepared.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            prepared[oldest.key] = nil
        }
        prepared[statement.ordinal] = made
        return made
    }
}
