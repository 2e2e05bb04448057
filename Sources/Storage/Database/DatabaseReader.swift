import Rows

/// Answers reads in batches: one call a wave of a request, one answer a query, in order.
///
/// A failing query fails alone; the others of its batch are answered.
package protocol DatabaseReader: Sendable {
    /// Runs the batch on the calling thread, or gives nil when that would mean waiting.
    ///
    /// Why: a point read of the embedded store costs less than a hop to another thread.
    func readNow(_ queries: [Query], in scope: ReadScope) -> [QueryResult]?

    /// Runs the batch and waits for it without blocking the thread.
    func read(_ queries: [Query], in scope: ReadScope) async -> [QueryResult]

    /// Runs the batch and calls back exactly once, from any thread, without a task where the store can.
    func read(_ queries: [Query], in scope: ReadScope, whenDone: @escaping @Sendable ([QueryResult]) -> Void)
}

/// The rows of one query, or why there are none.
package typealias QueryResult = Result<RowBatch, DatabaseError>

/// What holds for all queries of one read.
package struct ReadScope: Sendable, Equatable {
    /// All queries see one state of the database.
    package var isSnapshot: Bool
    /// Row-level security: the tenant whose rows may be seen; nil when the statements themselves decide.
    package var tenant: String?

    package init(isSnapshot: Bool = false, tenant: String? = nil) {
        (self.isSnapshot, self.tenant) = (isSnapshot, tenant)
    }

    package static let any = ReadScope()
    package static let snapshot = ReadScope(isSnapshot: true)
}

extension DatabaseReader {
    /// The rows of one query.
    package func rows(
        _ statement: Statement, _ parameters: [SQLValue] = [], in scope: ReadScope = .any
    ) async throws(DatabaseError) -> RowBatch {
        let query = Query(statement, parameters)
        let results =
            if let now = readNow([query], in: scope) { now } else { await read([query], in: scope) }
        guard let first = results.first else {
            throw DatabaseError(.bug, code: "client", statement: statement.name, message: "no answer to a query")
        }
        return try first.get()
    }
}
