import CPostgres
import Database
import Rows

/// Fills rows from binary results without a detour over strings.
///
/// No answer of a server can trap here: a value whose length does not fit its type is an error of its own.
struct PostgresRows {
    /// Kept between results, so that reading one allocates nothing but its rows.
    private var forms: [Form] = []

    private enum Form { case bool, int, double, float, text, json, jsonb, blob, time, numeric }

    /// Copies the whole result; `nil` with an error when it does not have the declared shape.
    mutating func read(
        _ result: OpaquePointer, _ statement: Statement, _ limits: DatabaseLimits
    ) throws(DatabaseError) -> RowBatch {
        let (rowCount, columnCount) = (Int(PQntuples(result)), Int(PQnfields(result)))
        guard columnCount == statement.columns.count || statement.columns.isEmpty else {
            throw Self.fault(.bug, statement, "it gives \(columnCount) columns and declares \(statement.columns.count)")
        }
        guard rowCount <= limits.rowsMax else {
            throw Self.fault(.overloaded, statement, "\(rowCount) rows are over the limit")
        }
        forms.removeAll(keepingCapacity: true)
        for column in 0..<columnCount { forms.append(try Self.form(result, column, statement)) }
        var rows = RowBatch(columnCount: columnCount)
        rows.reserve(rows: rowCount, bytes: 0)
        for row in 0..<rowCount {
            for column in 0..<columnCount {
                let (r, c) = (Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: column))
                if PQgetisnull(result, r, c) != 0 {
                    rows.append(.null)
                } else {
                    let bytes = UnsafeRawBufferPointer(
                        start: PQgetvalue(result, r, c), count: Int(PQgetlength(result, r, c)))
                    guard Self.append(bytes, forms[column], to: &rows) else {
                        throw Self.fault(.bug, statement, "column \(column + 1) has a value that is not of its type")
                    }
                }
            }
            rows.endRow()
            guard rows.bytes.count <= limits.resultBytesMax else {
                throw Self.fault(.overloaded, statement, "the result is over the limit")
            }
        }
        return rows
    }

    private static func form(_ result: OpaquePointer, _ column: Int, _ statement: Statement) throws(DatabaseError)
        -> Form
    {
        let type = PQftype(result, Int32(truncatingIfNeeded: column))
        let isJSON = column < statement.columns.count && statement.columns[column] == .json
        let form: Form =
            switch type {
            case PostgresType.bool: .bool
            case PostgresType.int8, PostgresType.int4, PostgresType.int2: .int
            case PostgresType.float8: .double
            case PostgresType.float4: .float
            case PostgresType.jsonb: .jsonb
            case PostgresType.json: .json
            case PostgresType.bytea, PostgresType.uuid: .blob
            case PostgresType.timestamptz: .time
            case PostgresType.numeric: .numeric
            case _: isJSON ? .json : .text
            }
        guard column >= statement.columns.count || fits(form, statement.columns[column]) else {
            throw fault(.bug, statement, "column \(column + 1) is not of the declared type")
        }
        return form
    }

    private static func fits(_ form: Form, _ declared: SQLScalar) -> Bool {
        switch form {
        case .bool: declared == .bool
        case .int, .time: declared == .int
        case .double, .float: declared == .double
        case .text: declared == .text
        case .json, .jsonb: declared == .json
        case .blob: declared == .blob || declared == .uuid
        case .numeric: declared == .decimal
        }
    }

    @inline(__always)
    private static func append(_ bytes: UnsafeRawBufferPointer, _ form: Form, to rows: inout RowBatch) -> Bool {
        switch form {
        case .bool:
            guard bytes.count == 1 else { return false }
            rows.append(.bool(bytes[0] != 0))
        case .int:
            guard let value = integer(bytes) else { return false }
            rows.append(.int(value))
        case .double:
            guard bytes.count == 8, let value = integer(bytes) else { return false }
            rows.append(.double(Double(bitPattern: UInt64(bitPattern: value))))
        case .float:
            guard bytes.count == 4, let value = integer(bytes) else { return false }
            rows.append(.double(Double(Float(bitPattern: UInt32(truncatingIfNeeded: value)))))
        case .text: rows.append(.text, bytes: bytes)
        case .json: rows.append(.json, bytes: bytes)
        case .jsonb:
            guard bytes.first == 1 else { return false }
            rows.append(.json, bytes: UnsafeRawBufferPointer(rebasing: bytes[1...]))
        case .blob: rows.append(.blob, bytes: bytes)
        case .time:
            guard bytes.count == 8, let value = integer(bytes) else { return false }
            rows.append(.int(value.addingReportingOverflow(PostgresRows.epochShift).partialValue))
        case .numeric:
            guard let text = PostgresNumeric.text(bytes) else { return false }
            rows.append(.text, bytes: text)
        }
        return true
    }

    /// Microseconds from 1970 to 2000, where the server's clock begins.
    static let epochShift: Int64 = 946_684_800_000_000

    private static func integer(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        switch bytes.count {
        case 8: Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
        case 4: Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
        case 2: Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
        case _: nil
        }
    }

    private static func fault(_ kind: DatabaseError.Kind, _ statement: Statement, _ message: String) -> DatabaseError {
        DatabaseError(kind, code: "client", statement: statement.name, message: message)
    }
}
