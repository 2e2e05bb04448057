import Rows

/// Runs transactions: all of a transaction's steps happen, or none.
package protocol DatabaseWriter: Sendable {
    /// The engine behind it, for what has to be spelled per engine.
    var dialect: SQLDialect { get }

    /// Runs the steps in order and commits; one answer a step.
    ///
    /// A step whose condition does not hold rolls the whole back and throws a `conflict` that names the step.
    func write(_ transaction: Transaction) async throws(DatabaseError) -> [WriteResult]
}

/// Both sides of one database.
package typealias Database = DatabaseReader & DatabaseWriter

/// Steps that happen together.
package struct Transaction: Sendable {
    package var steps: [WriteStep]
    /// Row-level security: the tenant that the steps act for.
    package var tenant: String?

    package init(_ steps: [WriteStep], tenant: String? = nil) {
        (self.steps, self.tenant) = (steps, tenant)
    }
}

/// One statement of a transaction.
package struct WriteStep: Sendable {
    /// What has to be true of the step for the transaction to go on.
    package enum Condition: Sendable, Equatable {
        case none
        /// At least one row was inserted, updated or deleted: the way to fence and to compare-and-set.
        ///
        /// The statement must be a plain INSERT, UPDATE or DELETE without RETURNING.
        case changesRows
    }

    package let query: Query
    package let condition: Condition

    package init(_ statement: Statement, _ parameters: [SQLValue] = [], condition: Condition = .none) {
        (query, self.condition) = (Query(statement, parameters), condition)
    }
}

/// What one step did.
package struct WriteResult: Sendable {
    /// Rows that a RETURNING clause or a function gave back.
    package let rows: RowBatch
    /// Rows inserted, updated or deleted; 0 for other statements.
    package let changed: Int

    package init(rows: RowBatch, changed: Int) {
        (self.rows, self.changed) = (rows, changed)
    }
}

extension DatabaseWriter {
    /// Runs one statement as a transaction of its own.
    @discardableResult
    package func write(_ statement: Statement, _ parameters: [SQLValue] = []) async throws(DatabaseError) -> WriteResult
    {
        let results = try await write(Transaction([WriteStep(statement, parameters)]))
        guard let first = results.first else {
            throw DatabaseError(.bug, code: "client", statement: statement.name, message: "no answer to a step")
        }
        return first
    }
}
