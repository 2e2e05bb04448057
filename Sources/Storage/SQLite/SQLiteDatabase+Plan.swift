import Database
import Rows

extension SQLiteDatabase: PlanInspector {
    package func scans(of statement: Statement) async throws(DatabaseError) -> [String] {
        let explain = Statement(
            "explain \(statement.name)", "", parameters: statement.parameters, columns: [.int, .int, .int, .text],
            sqlite: "EXPLAIN QUERY PLAN " + statement.text(for: .sqlite))
        let parameters = statement.parameters.map { $0.isArray ? SQLValue.array([]) : .null }
        let rows = try await transaction("explain") { connection throws(DatabaseError) in
            try connection.run(explain, parameters)
        }
        return (0..<rows.rowCount)
            .map { rows.string(of: rows.cell(row: $0, column: 3)) }
            .filter { $0.hasPrefix("SCAN ") && !$0.hasPrefix("SCAN CONSTANT ROW") && !$0.contains("VIRTUAL TABLE") }
    }
}
