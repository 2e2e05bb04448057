import CSQLite
import Database

/// What a call of the library gave back; a primary code matches its extended ones with `~=`.
struct SQLiteResultCode: RawRepresentable, Hashable, Sendable {
    let rawValue: Int32

    init(rawValue: Int32) { self.rawValue = rawValue }
    init(_ rawValue: Int32) { self.rawValue = rawValue }

    /// The code without what its upper bytes add.
    var primary: Int32 { rawValue & 0xff }

    static func ~= (pattern: Int32, code: SQLiteResultCode) -> Bool {
        pattern > 0xff ? pattern == code.rawValue : pattern == code.primary
    }

    // Why spelled as numbers: the extended codes are shift macros, which do not import.
    static let constraintUnique: Int32 = SQLITE_CONSTRAINT | (8 << 8)
    static let constraintPrimaryKey: Int32 = SQLITE_CONSTRAINT | (6 << 8)
    static let constraintRowID: Int32 = SQLITE_CONSTRAINT | (10 << 8)

    /// The decision that a caller can take.
    var kind: DatabaseError.Kind {
        switch self {
        case SQLITE_BUSY, SQLITE_LOCKED: .retry
        case SQLiteResultCode.constraintUnique, SQLiteResultCode.constraintPrimaryKey,
            SQLiteResultCode.constraintRowID:
            .conflict
        case SQLITE_CONSTRAINT, SQLITE_TOOBIG, SQLITE_MISMATCH, SQLITE_RANGE: .rejected
        case SQLITE_INTERRUPT: .cancelled
        case SQLITE_FULL, SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_READONLY, SQLITE_PERM: .storage
        case SQLITE_CANTOPEN, SQLITE_NOMEM, SQLITE_PROTOCOL: .unavailable
        case _: .bug
        }
    }
}
