import Database
import Lifecycle
import Prelude
import Rows

/// One caller's reads, from admission to the last answer. Used on one loop only, but for `cancel`.
// Safe because everything is touched on the loop of the pool that admitted it.
final class ReadBatch: @unchecked Sendable {
    let queries: [Query]
    let scope: ReadScope
    private(set) var results: [QueryResult]
    /// Which queries have an answer; empty for a single query, whose answer ends the batch.
    private var answered: [Bool]
    private(set) var remaining: Int
    private(set) var isOver = false
    /// When it began to wait for a connection.
    var admitted = MonotonicTime.zero
    /// How often a snapshot was begun again because one of its queries failed.
    var rounds = 0
    let hasScan: Bool
    private var finished: (@Sendable ([QueryResult]) -> Void)?

    private static let unanswered = DatabaseError.refused(.bug, "read", "a query without an answer")

    init(_ queries: [Query], _ scope: ReadScope, finished: (@Sendable ([QueryResult]) -> Void)? = nil) {
        (self.queries, self.scope, self.finished) = (queries, scope, finished)
        results = Array(repeating: .failure(Self.unanswered), count: queries.count)
        answered = queries.count == 1 ? [] : Array(repeating: false, count: queries.count)
        remaining = queries.count
        hasScan = queries.contains { $0.statement.reach == .scan }
    }

    /// Says who is told; at once when the batch is over already, because a caller may be cancelled before it begins.
    func whenFinished(_ body: @escaping @Sendable ([QueryResult]) -> Void) {
        if isOver { body(results) } else { finished = body }
    }

    /// Reads that must run side by side in one transaction.
    var isScoped: Bool { scope.isSnapshot || scope.tenant != nil }

    func hasAnswer(_ index: Int) -> Bool { answered.isEmpty ? remaining == 0 : answered[index] }

    func answer(_ index: Int, _ result: QueryResult) {
        guard !isOver, !hasAnswer(index) else { return }
        results[index] = result
        if !answered.isEmpty { answered[index] = true }
        remaining -= 1
        if remaining == 0, !isScoped { finish() }
    }

    /// Forgets what a snapshot gave, so that all of it can be read from one state again; errors stay.
    func forgetRows() {
        for index in answered.indices where answered[index] {
            guard case .success = results[index] else { continue }
            answered[index] = false
            remaining += 1
        }
    }

    /// Gives the same error to every query that has no answer.
    func fail(_ error: DatabaseError) {
        guard !isOver else { return }
        for index in results.indices where !hasAnswer(index) { results[index] = .failure(error) }
        finish()
    }

    func finish() {
        guard !isOver else { return }
        isOver = true
        finished?(results)
        finished = nil
    }
}

extension DatabaseError {
    /// An error of ours that never reached the server.
    static func refused(_ kind: Kind, _ statement: String, _ message: String) -> DatabaseError {
        DatabaseError(kind, code: "client", statement: statement, message: message)
    }
}
