import Database
import Lifecycle
import Prelude
import Rows

/// One caller's reads, from admission to the last answer. Used on one loop only, but for `cancel`.
// Safe because everything is touched on the loop of the pool that admitted it.
final class ReadBatch: @unchecked Sendable {
    let queries: [Query]
    let scope: ReadScope
    private(set) var results: [QueryResult?]
    private(set) var remaining: Int
    private(set) var isOver = false
    /// When it began to wait for a connection.
    var admitted = MonotonicTime.zero
    /// How often a snapshot was begun again because one of its queries failed.
    var rounds = 0
    private let finished: @Sendable ([QueryResult]) -> Void

    init(_ queries: [Query], _ scope: ReadScope, finished: @escaping @Sendable ([QueryResult]) -> Void) {
        (self.queries, self.scope, self.finished) = (queries, scope, finished)
        results = Array(repeating: nil, count: queries.count)
        remaining = queries.count
    }

    /// Reads that must run side by side in one transaction.
    var isScoped: Bool { scope.isSnapshot || scope.tenant != nil }
    var hasScan: Bool { queries.contains { $0.statement.reach == .scan } }

    func answer(_ index: Int, _ result: QueryResult) {
        guard !isOver, results[index] == nil else { return }
        results[index] = result
        remaining -= 1
        if remaining == 0, !isScoped { finish() }
    }

    /// Forgets what a snapshot gave, so that all of it can be read from one state again; errors stay.
    func forgetRows() {
        for (index, result) in results.enumerated() {
            guard case .success? = result else { continue }
            results[index] = nil
            remaining += 1
        }
    }

    /// Gives the same error to every query that has no answer.
    func fail(_ error: DatabaseError) {
        guard !isOver else { return }
        for index in results.indices where results[index] == nil { results[index] = .failure(error) }
        finish()
    }

    func finish() {
        guard !isOver else { return }
        isOver = true
        finished(results.map { $0 ?? .failure(.refused(.bug, "read", "a query without an answer")) })
    }
}

extension DatabaseError {
    /// An error of ours that never reached the server.
    static func refused(_ kind: Kind, _ statement: String, _ message: String) -> DatabaseError {
        DatabaseError(kind, code: "client", statement: statement, message: message)
    }
}
