import CPostgres
import Database
import Glibc
import Rows

/// How a step with a condition is said to the server, and how its answer is read.
enum PostgresSteps {
    /// The statement that a step runs: one with a condition divides by the number of changed rows.
    ///
    /// Why: the whole transaction is on its way before the first answer comes, so only the server can stop it.
    static func guarded(_ statement: Statement) -> Statement {
        Statement(
            statement.name, "WITH guarded AS (\(statement.sql) RETURNING 1) SELECT count(*), 1 / count(*) FROM guarded",
            parameters: statement.parameters, columns: [.int, .int], reach: statement.reach)
    }

    static func result(
        _ result: OpaquePointer, _ step: WriteStep, _ limits: DatabaseLimits,
        _ reader: inout PostgresRows
    ) throws(DatabaseError) -> WriteResult {
        switch step.condition {
        case .none:
            let rows = try reader.read(result, step.query.statement, limits)
            return WriteResult(rows: rows, changed: changed(result))
        case .changesRows:
            let rows = try reader.read(
                result, Statement(step.query.statement.name, "", columns: [.int, .int]), limits)
            let count = rows.rowCount == 1 ? rows.cell(row: 0, column: 0).int : 0
            return WriteResult(rows: RowBatch(columnCount: 0), changed: Int(clamping: count))
        }
    }

    /// "UPDATE 3" → 3; a SELECT changes nothing.
    private static func changed(_ result: OpaquePointer) -> Int {
        guard let tag = PQcmdStatus(result), strncmp(tag, "SELECT", 6) != 0, let count = PQcmdTuples(result) else {
            return 0
        }
        return Int(String(cString: count)) ?? 0
    }
}
