import CPostgres
import Database
import Rows

/// One connection that blocks: for migrations, bulk copies and inspections, never for requests.
package final class PostgresSession {
    let handle: PostgresHandle
    private let settings: PostgresSettings
    private var parameters = PostgresParameters()
    private var rows = PostgresRows()

    init(_ settings: PostgresSettings) throws(DatabaseError) {
        self.settings = settings
        handle = try PostgresHandle(settings)
    }

    /// Runs any number of statements without parameters; without BEGIN they are one transaction.
    package func script(_ sql: String, name: String = "script") throws(DatabaseError) {
        guard let result = PQexec(handle.raw, sql) else { throw lost(name) }
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return
        case _: throw PostgresErrors.error(of: result, during: name)
        }
    }

    /// Runs one statement.
    @discardableResult
    package func run(_ statement: Statement, _ values: [SQLValue] = []) throws(DatabaseError) -> RowBatch {
        try Query(statement, values).check(settings.limits)
        parameters.encode(values, as: statement.parameters)
        let types = statement.parameters.map(PostgresType.of)
        let answer = parameters.withPointers { count, values, lengths, formats in
            PQexecParams(handle.raw, statement.sql, count, types, values, lengths, formats, 1)
        }
        guard let answer else { throw lost(statement.name) }
        defer { PQclear(answer) }
        switch PQresultStatus(answer) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return try rows.read(answer, statement, settings.limits)
        case _: throw PostgresErrors.error(of: answer, during: statement.name)
        }
    }

    /// Sends rows with `COPY … FROM STDIN`; `next` gives pieces of any size, nil at the end. Returns the rows copied.
    package func copyIn(
        _ sql: String, _ next: () throws(DatabaseError) -> [UInt8]?
    ) throws(DatabaseError) -> Int {
        try begin(sql, PGRES_COPY_IN)
        do throws(DatabaseError) {
            while let piece = try next() {
                let sent = piece.withUnsafeBytes { bytes in
                    PQputCopyData(
                        handle.raw, bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                        Int32(truncatingIfNeeded: bytes.count))
                }
                guard sent == 1 else { throw lost("copy") }
            }
        } catch {
            PQputCopyEnd(handle.raw, "the sender gave up")
            _ = try? finish("copy")
            throw error
        }
        guard PQputCopyEnd(handle.raw, nil) == 1 else { throw lost("copy") }
        return try finish("copy")
    }

    /// Receives rows of `COPY … TO STDOUT`, one call a row; the bytes are valid during the call only.
    package func copyOut(
        _ sql: String, _ take: (UnsafeRawBufferPointer) throws(DatabaseError) -> Void
    ) throws(DatabaseError) -> Int {
        try begin(sql, PGRES_COPY_OUT)
        while true {
            var row: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(handle.raw, &row, 0)
            defer { PQfreemem(row) }
            if count == -1 { break }
            guard count >= 0 else { throw lost("copy") }
            try take(UnsafeRawBufferPointer(start: row, count: Int(count)))
        }
        return try finish("copy")
    }

    private func begin(_ sql: String, _ expected: ExecStatusType) throws(DatabaseError) {
        guard let result = PQexec(handle.raw, sql) else { throw lost("copy") }
        defer { PQclear(result) }
        guard PQresultStatus(result) == expected else {
            let status = PQresultStatus(result)
            throw status == PGRES_FATAL_ERROR
                ? PostgresErrors.error(of: result, during: "copy")
                : .refused(.bug, "copy", "not a COPY of that direction")
        }
    }

    /// Takes all results that are left and gives back the number of rows, or the first error.
    private func finish(_ name: String) throws(DatabaseError) -> Int {
        var (rows, failure) = (0, DatabaseError?.none)
        while let result = PQgetResult(handle.raw) {
            defer { PQclear(result) }
            if PQresultStatus(result) == PGRES_COMMAND_OK {
                rows = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
            } else if failure == nil {
                failure = PostgresErrors.error(of: result, during: name)
            }
        }
        if let failure { throw failure }
        return rows
    }

    private func lost(_ name: String) -> DatabaseError {
        PostgresErrors.lost(name, handle.message, wasWrite: true)
    }
}
