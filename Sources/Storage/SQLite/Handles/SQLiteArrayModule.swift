import CSQLite
import Database
import Synchronization

/// The table-valued function `array_elements(?1)`: the elements of an array parameter, one a row.
///
/// Why not `json_each`: it would need the array as JSON text, cannot carry blobs, and cuts a text at its first NUL.
enum SQLiteArrayModule {
    /// What the library passes back and forth without looking inside; the name guards against foreign pointers.
    private static let pointerName: StaticString = "belvedere-array"

    /// Arrays that are bound in the process, for leak tests.
    static let boundCount = Atomic<Int>(0)

    /// Keeps the elements alive between binding and the end of the run.
    private final class Elements {
        let values: [SQLValue]

        init(_ values: [SQLValue]) {
            self.values = values
            SQLiteArrayModule.boundCount.wrappingAdd(1, ordering: .relaxed)
        }

        deinit { SQLiteArrayModule.boundCount.wrappingSubtract(1, ordering: .relaxed) }
    }

    /// Invariant: `base` is the first member, because the library sees only it.
    private struct Cursor {
        var base = sqlite3_vtab_cursor()
        var elements: Unmanaged<Elements>?
        var index = 0
    }

    static func bind(_ values: [SQLValue], to statement: OpaquePointer, at index: Int32) -> Int32 {
        let elements = Unmanaged.passRetained(Elements(values))
        return sqlite3_bind_pointer(statement, index, elements.toOpaque(), name) { pointer in
            pointer.map { Unmanaged<Elements>.fromOpaque($0).release() }
        }
    }

    static func register(on database: OpaquePointer) {
        precondition(MemoryLayout<Cursor>.offset(of: \.base) == 0, "The library's part of a cursor comes first.")
        sqlite3_create_module_v2(database, "array_elements", module, nil, nil)
    }

    private static var name: UnsafePointer<CChar> {
        UnsafeRawPointer(pointerName.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    // Safe because the table of functions is never written after it was made and lives as long as the process.
    private nonisolated(unsafe) static let module: UnsafePointer<sqlite3_module> = {
        var table = sqlite3_module()
        table.xConnect = { database, _, _, _, result, _ in
            let code = sqlite3_declare_vtab(database, "CREATE TABLE x(value, elements HIDDEN)")
            guard code == SQLITE_OK else { return code }
            let made = UnsafeMutablePointer<sqlite3_vtab>.allocate(capacity: 1)
            made.initialize(to: sqlite3_vtab())
            result?.pointee = made
            return belvedere_sqlite_innocuous(database)
        }
        table.xDisconnect = { table in
            table?.deallocate()
            return SQLITE_OK
        }
        table.xBestIndex = { _, info in SQLiteArrayModule.chooseIndex(info) }
        table.xOpen = { _, result in
            let made = UnsafeMutablePointer<Cursor>.allocate(capacity: 1)
            made.initialize(to: Cursor())
            result?.pointee = UnsafeMutableRawPointer(made).assumingMemoryBound(to: sqlite3_vtab_cursor.self)
            return SQLITE_OK
        }
        table.xClose = { cursor in
            SQLiteArrayModule.cursor(cursor)?.deallocate()
            return SQLITE_OK
        }
        table.xFilter = { cursor, plan, _, count, values in
            guard let cursor = SQLiteArrayModule.cursor(cursor) else { return SQLITE_ERROR }
            let pointer = plan == 1 && count > 0 ? sqlite3_value_pointer(values?[0], SQLiteArrayModule.name) : nil
            cursor.pointee.elements = pointer.map { Unmanaged<Elements>.fromOpaque($0) }
            cursor.pointee.index = 0
            return SQLITE_OK
        }
        table.xNext = { cursor in
            SQLiteArrayModule.cursor(cursor)?.pointee.index += 1
            return SQLITE_OK
        }
        table.xEof = { cursor in SQLiteArrayModule.current(cursor) == nil ? 1 : 0 }
        table.xColumn = { cursor, context, column in
            guard column == 0, let context, let value = SQLiteArrayModule.current(cursor) else { return SQLITE_OK }
            SQLiteArrayModule.give(value, to: context)
            return SQLITE_OK
        }
        table.xRowid = { cursor, result in
            result?.pointee = sqlite3_int64(SQLiteArrayModule.cursor(cursor)?.pointee.index ?? 0)
            return SQLITE_OK
        }
        let made = UnsafeMutablePointer<sqlite3_module>.allocate(capacity: 1)
        made.initialize(to: table)
        return UnsafePointer(made)
    }()

    /// Plan 1 reads the array that is bound; plan 0, without one, is empty and as dear as possible.
    private static func chooseIndex(_ info: UnsafeMutablePointer<sqlite3_index_info>?) -> Int32 {
        guard let info else { return SQLITE_ERROR }
        info.pointee.estimatedCost = 1e9
        for index in 0..<Int(info.pointee.nConstraint) {
            let constraint = info.pointee.aConstraint[index]
            guard constraint.usable != 0, constraint.iColumn == 1,
                Int32(constraint.op) == SQLITE_INDEX_CONSTRAINT_EQ
            else { continue }
            info.pointee.aConstraintUsage[index].argvIndex = 1
            info.pointee.aConstraintUsage[index].omit = 1
            info.pointee.estimatedCost = 10
            info.pointee.estimatedRows = 20
            info.pointee.idxNum = 1
        }
        return SQLITE_OK
    }

    private static func cursor(_ raw: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> UnsafeMutablePointer<Cursor>? {
        raw.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: Cursor.self) }
    }

    private static func current(_ raw: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> SQLValue? {
        guard let cursor = cursor(raw), let elements = cursor.pointee.elements else { return nil }
        let values = elements.takeUnretainedValue().values
        return cursor.pointee.index < values.count ? values[cursor.pointee.index] : nil
    }

    private static func give(_ value: SQLValue, to context: OpaquePointer) {
        switch value {
        case .null, .array: sqlite3_result_null(context)
        case .bool(let value): sqlite3_result_int(context, value ? 1 : 0)
        case .int(let value): sqlite3_result_int64(context, value)
        case .double(let value): sqlite3_result_double(context, value)
        case .text(let bytes):
            bytes.withUnsafeBytes {
                belvedere_sqlite_result_text(context, SQLiteStatement.start(of: $0), UInt64($0.count))
            }
        case .blob(let bytes):
            bytes.withUnsafeBytes {
                belvedere_sqlite_result_blob(context, SQLiteStatement.start(of: $0), UInt64($0.count))
            }
        }
    }
}
