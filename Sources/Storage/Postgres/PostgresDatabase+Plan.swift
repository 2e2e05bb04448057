import Database
import Rows

extension PostgresDatabase: PlanInspector {
    /// Why `enable_seqscan` is off: small tables are scanned whatever indexes there are; what is still scanned then has
    /// no index that would serve.
    package func scans(of statement: Statement) async throws(DatabaseError) -> [String] {
        try await session("explain") { session throws(DatabaseError) in
            try session.script(
                "BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; "
                    + "SET LOCAL plan_cache_mode = force_generic_plan")
            let types = statement.parameters.map(PostgresDatabase.typeName)
            let signature = types.isEmpty ? "" : " (\(types.joined(separator: ", ")))"
            try session.script("PREPARE inspected\(signature) AS \(statement.sql)", name: statement.name)
            let nulls = types.isEmpty ? "" : "(\(types.map { "NULL::\($0)" }.joined(separator: ", ")))"
            let rows = try session.run(
                Statement("explain \(statement.name)", "EXPLAIN EXECUTE inspected\(nulls)", columns: [.text]))
            return (0..<rows.rowCount)
                .map { rows.string(of: rows.cell(row: $0, column: 0)) }
                .filter { $0.contains("Seq Scan on") }
        }
    }

    private static func typeName(_ type: SQLType) -> String {
        let dialect = SQLDialect.postgres
        return type.isArray
            ? dialect.arrayType(type.scalar)
            : String(dialect.arrayType(type.scalar).dropLast(2))
    }
}
