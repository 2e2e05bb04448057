import Database
import EventSourcing
import Networking
import Postgres

/// Tells other nodes that the log has grown: a hint, at most one in a few milliseconds, never inside an append.
///
/// Why: NOTIFY takes a lock of the whole server at commit; within each append it would cut their rate to a thirtieth.
// Safe because the state is touched on the loop's thread only.
final class HeadNotifier: @unchecked Sendable {
    /// Limit: pause between two hints of one node.
    private static let pause = Duration.milliseconds(5)

    private let database: PostgresDatabase
    private let loop: EventLoop
    private var head = GlobalPosition.start
    private var isWaiting = false

    init(_ database: PostgresDatabase, on loop: EventLoop) { (self.database, self.loop) = (database, loop) }

    /// Notes the new head; from any thread.
    func moved(to position: GlobalPosition) {
        loop.execute { [self] in
            head = max(head, position)
            guard !isWaiting else { return }
            isWaiting = true
            loop.schedule(after: Self.pause) { [self] in send() }
        }
    }

    private func send() {
        isWaiting = false
        let step = WriteStep(PostgresStatements.notify, [.text("\(head)")])
        database.write(Transaction([step])) { _ in }
    }
}
