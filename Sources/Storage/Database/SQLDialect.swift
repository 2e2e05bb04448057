/// The two engines, and every place where their SQL differs.
///
/// Statements are written in PostgreSQL's spelling; SQLite's is derived from it, so that a reader meets one text.
package enum SQLDialect: String, Sendable, CaseIterable {
    case sqlite
    case postgres

    /// The text that this engine is given.
    package func spell(_ sql: String) -> String {
        switch self {
        case .postgres: sql
        case .sqlite: SQLiteSpelling.derive(from: sql)
        }
    }

    /// The column type that stores a scalar without loss; STRICT tables on SQLite, so it is enforced there too.
    package func columnType(_ scalar: SQLScalar) -> String {
        switch self {
        case .postgres:
            switch scalar {
            case .bool: "boolean"
            case .int: "bigint"
            case .double: "double precision"
            case .decimal: "numeric"
            case .text: "text COLLATE \"C\""
            case .json: "json"
            case .blob: "bytea"
            case .uuid: "uuid"
            }
        case .sqlite:
            switch scalar {
            case .bool, .int: "INTEGER"
            case .double: "REAL"
            case .decimal, .text, .json: "TEXT"
            case .blob, .uuid: "BLOB"
            }
        }
    }

    /// The name that a cast to an array of this scalar uses; only PostgreSQL has arrays.
    package func arrayType(_ scalar: SQLScalar) -> String {
        switch scalar {
        case .bool: "boolean[]"
        case .int: "bigint[]"
        case .double: "double precision[]"
        case .decimal: "numeric[]"
        case .text: "text[]"
        case .json: "json[]"
        case .blob: "bytea[]"
        case .uuid: "uuid[]"
        }
    }

    /// What stands after a table's closing bracket.
    package func tableSuffix(clustered: Bool) -> String {
        switch self {
        case .postgres: ""
        case .sqlite: clustered ? " STRICT, WITHOUT ROWID" : " STRICT"
        }
    }
}
