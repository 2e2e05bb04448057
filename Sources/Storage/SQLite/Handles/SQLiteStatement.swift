import CSQLite
import Database
import Rows
import Synchronization

/// Owns one prepared statement and moves values in and rows out.
final class SQLiteStatement {
    let raw: OpaquePointer
    /// Keeps the connection open for as long as the statement lives.
    private let handle: SQLiteHandle
    private let statement: Statement
    private let returned: Int
    /// Counts uses; the connection's cache drops the statement with the lowest.
    var lastUse: UInt64 = 0

    /// Statements that are prepared in the process, for leak tests.
    static let openCount = Atomic<Int>(0)

    init(_ statement: Statement, on handle: SQLiteHandle) throws(DatabaseError) {
        var prepared: OpaquePointer?
        let sql = statement.text(for: .sqlite)
        let code = sqlite3_prepare_v3(handle.raw, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared else {
            if code == SQLITE_OK {
                throw DatabaseError(.bug, code: "client", statement: statement.name, message: "no statement in the SQL")
            }
            throw handle.error(code, during: statement.name)
        }
        (raw, self.handle, self.statement) = (prepared, handle, statement)
        returned = Int(sqlite3_column_count(prepared))
        SQLiteStatement.openCount.wrappingAdd(1, ordering: .relaxed)
        guard returned == statement.columns.count || statement.columns.isEmpty else {
            throw fault("it gives \(returned) columns and declares \(statement.columns.count)")
        }
        let parameters = Int(sqlite3_bind_parameter_count(prepared))
        guard parameters == statement.parameters.count else {
            throw fault("it takes \(parameters) parameters and declares \(statement.parameters.count)")
        }
    }

    deinit {
        sqlite3_finalize(raw)
        SQLiteStatement.openCount.wrappingSubtract(1, ordering: .relaxed)
    }

    /// Binds, steps to the end and resets, so that no lock and no parameter stays behind.
    func run(_ parameters: [SQLValue], _ limits: DatabaseLimits) throws(DatabaseError) -> RowBatch {
        var rows = RowBatch(columnCount: returned)
        defer {
            sqlite3_reset(raw)
            sqlite3_clear_bindings(raw)
        }
        try bind(parameters)
        while true {
            let code = sqlite3_step(raw)
            if code == SQLITE_DONE { return rows }
            guard code == SQLITE_ROW else { throw handle.error(code, during: statement.name) }
            try readRow(into: &rows)
            guard rows.rowCount <= limits.rowsMax, rows.bytes.count <= limits.resultBytesMax else {
                throw DatabaseError(
                    .overloaded, code: "client", statement: statement.name, message: "the result is over the limit")
            }
        }
    }

    private func bind(_ parameters: [SQLValue]) throws(DatabaseError) {
        for (index, value) in parameters.enumerated() {
            let code = bind(value, at: Int32(truncatingIfNeeded: index + 1))
            guard code == SQLITE_OK else { throw handle.error(code, during: statement.name) }
        }
    }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: sqlite3_bind_null(raw, index)
        case .bool(let value): sqlite3_bind_int(raw, index, value ? 1 : 0)
        case .int(let value): sqlite3_bind_int64(raw, index, value)
        case .double(let value): sqlite3_bind_double(raw, index, value)
        case .text(let bytes):
            bytes.withUnsafeBytes { bytes in
                belvedere_sqlite_bind_text(raw, index, SQLiteStatement.start(of: bytes), UInt64(bytes.count))
            }
        case .blob(let bytes):
            bytes.withUnsafeBytes { bytes in
                belvedere_sqlite_bind_blob(raw, index, SQLiteStatement.start(of: bytes), UInt64(bytes.count))
            }
        case .array(let elements): SQLiteArrayModule.bind(elements, to: raw, at: index)
        }
    }

    /// Why: the library takes a null pointer for a null value, and an empty array may have no address.
    static func start(of bytes: UnsafeRawBufferPointer) -> UnsafePointer<CChar> {
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self) ?? emptyValue
    }

    // Safe because the byte is never written after it was made and lives as long as the process.
    private nonisolated(unsafe) static let emptyValue: UnsafePointer<CChar> = {
        let byte = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
        byte.initialize(to: 0)
        return UnsafePointer(byte)
    }()

    private func readRow(into rows: inout RowBatch) throws(DatabaseError) {
        for column in 0..<returned {
            let index = Int32(truncatingIfNeeded: column)
            let declared = column < statement.columns.count ? statement.columns[column] : nil
            switch sqlite3_column_type(raw, index) {
            case SQLITE_NULL:
                rows.append(.null)
            case SQLITE_INTEGER:
                let value = sqlite3_column_int64(raw, index)
                switch declared {
                case .bool: rows.append(.bool(value != 0))
                case .double: rows.append(.double(Double(value)))
                case .int, nil: rows.append(.int(value))
                case .decimal, .text, .json, .blob, .uuid: throw surprise(column)
                }
            case SQLITE_FLOAT:
                guard declared == .double || declared == nil else { throw surprise(column) }
                rows.append(.double(sqlite3_column_double(raw, index)))
            case SQLITE_TEXT:
                guard declared != .int, declared != .bool, declared != .double else { throw surprise(column) }
                append(declared == .json ? .json : .text, index, to: &rows)
            case _:
                guard declared == .blob || declared == .uuid || declared == nil else { throw surprise(column) }
                append(.blob, index, to: &rows)
            }
        }
        rows.endRow()
    }

    /// The library's pointer is valid until the next step; its bytes are copied here.
    private func append(_ tag: Cell.Tag, _ index: Int32, to rows: inout RowBatch) {
        let start = sqlite3_column_blob(raw, index)
        let count = Int(sqlite3_column_bytes(raw, index))
        rows.append(tag, bytes: UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    private func surprise(_ column: Int) -> DatabaseError {
        fault("column \(column + 1) is not of the declared type")
    }

    private func fault(_ message: String) -> DatabaseError {
        DatabaseError(.bug, code: "client", statement: statement.name, message: message)
    }
}
