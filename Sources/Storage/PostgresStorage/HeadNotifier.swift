import Database
import EventSourcing
import Networking
import Postgres
import Prelude

/// Tells other nodes that the log has grown: a hint, at most one in a few milliseconds, never inside an append.
///
/// Why: NOTIFY takes a lock of the whole server at commit; within each append it would cut their rate to a thirtieth.
final class HeadNotifier: Sendable {
    /// Limit: pause between two hints of one node.
    private static let pause = Duration.milliseconds(5)

    private let database: PostgresDatabase
    private let loop: EventLoop
    private let state = Lock((head: GlobalPosition.start, isWaiting: false))

    init(_ database: PostgresDatabase, on loop: EventLoop) { (self.database, self.loop) = (database, loop) }

    /// Notes the new head; from any thread.
    func moved(to position: GlobalPosition) {
        let mustWait = state.withLock { state in
            state.head = max(state.head, position)
            defer { state.isWaiting = true }
            return !state.isWaiting
        }
        guard mustWait else { return }
        loop.execute { [self] in loop.schedule(after: Self.pause) { [self] in send() } }
    }

    private func send() {
        let head = state.withLock { state in
            state.isWaiting = false
            return state.head
        }
        let step = WriteStep(PostgresStatements.notify, [.text("\(head)")])
        database.write(Transaction([step])) { _ in }
    }
}
