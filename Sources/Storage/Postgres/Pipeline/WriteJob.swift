import Database
import Lifecycle
import Rows

/// One transaction, from admission to the server's word that it is committed.
// Safe because everything is touched on the loop of the pool that admitted it.
final class WriteJob: @unchecked Sendable {
    let steps: [WriteStep]
    let tenant: String?
    var results: [WriteResult] = []
    /// When it began to wait for a connection.
    var admitted = MonotonicTime.zero
    /// Whether it was sent a second time, after the server had forgotten a prepared statement.
    var wasSentAgain = false
    private var finished: (@Sendable (Result<[WriteResult], DatabaseError>) -> Void)?

    init(
        _ transaction: Transaction, finished: @escaping @Sendable (Result<[WriteResult], DatabaseError>) -> Void
    ) {
        (steps, tenant, self.finished) = (transaction.steps, transaction.tenant, finished)
    }

    var name: String { steps.first?.query.statement.name ?? "transaction" }

    func finish(_ result: Result<[WriteResult], DatabaseError>) {
        finished?(result)
        finished = nil
    }
}
