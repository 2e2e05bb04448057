import Synchronization

/// A SQL text that is made once and run often: each connection prepares it at most once and finds it by its ordinal.
package final class Statement: Sendable {
    /// How much a run may touch, which decides where it runs.
    package enum Reach: Sendable {
        /// A few rows through an index: may run inline on an event loop.
        case point
        /// Any number of rows: never on an event loop.
        case scan
    }

    /// Unique in the process; the key of the connections' caches.
    package let ordinal: Int
    /// Says in logs and errors which statement it was.
    package let name: String
    /// PostgreSQL's spelling.
    package let sql: String
    /// The types of `$1`, `$2` …
    package let parameters: [SQLType]
    /// The types of the columns that a run gives back; empty for a statement that gives none.
    package let columns: [SQLScalar]
    package let reach: Reach
    private let sqlite: String

    private static let made = Atomic<Int>(0)

    /// `sqlite` replaces the derived spelling where the two engines need two ways.
    package init(
        _ name: String, _ sql: String, parameters: [SQLType] = [], columns: [SQLScalar] = [], reach: Reach = .point,
        sqlite: String? = nil
    ) {
        ordinal = Statement.made.wrappingAdd(1, ordering: .relaxed).newValue
        (self.name, self.sql, self.parameters, self.columns, self.reach) = (name, sql, parameters, columns, reach)
        self.sqlite = sqlite ?? SQLDialect.sqlite.spell(sql)
    }

    package convenience init(
        _ name: String, _ fragment: SQLFragment, columns: [SQLScalar] = [], reach: Reach = .point
    ) {
        let (sql, parameters) = fragment.numbered()
        self.init(name, sql, parameters: parameters, columns: columns, reach: reach)
    }

    /// The text that an engine is given.
    package func text(for dialect: SQLDialect) -> String {
        switch dialect {
        case .sqlite: sqlite
        case .postgres: sql
        }
    }
}

/// A statement with its parameters, ready to run.
package struct Query: Sendable {
    package let statement: Statement
    package let parameters: [SQLValue]

    package init(_ statement: Statement, _ parameters: [SQLValue] = []) {
        (self.statement, self.parameters) = (statement, parameters)
    }

    /// Refuses what no engine could run: too few parameters, a value of another type, or too many bytes.
    package func check(_ limits: DatabaseLimits) throws(DatabaseError) {
        guard parameters.count == statement.parameters.count else {
            throw fault(.bug, "it takes \(statement.parameters.count) parameters and was given \(parameters.count)")
        }
        var bytes = 0
        for (index, value) in parameters.enumerated() {
            guard value.fits(statement.parameters[index]) else {
                throw fault(.bug, "parameter \(index + 1) is not of the declared type")
            }
            bytes = bytes &+ value.byteCount
        }
        guard bytes <= limits.parameterBytesMax else {
            throw fault(.rejected, "its parameters have \(bytes) bytes, the limit is \(limits.parameterBytesMax)")
        }
    }

    private func fault(_ kind: DatabaseError.Kind, _ message: String) -> DatabaseError {
        DatabaseError(kind, code: "client", statement: statement.name, message: message)
    }
}
