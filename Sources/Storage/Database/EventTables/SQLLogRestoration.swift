import EventSourcing
import Rows

/// Begins a new epoch of the log after the database was restored from a backup, or failed over to one that was behind.
///
/// Why: positions behind the restored head are given again, to other events. In a new epoch whoever remembers an old
/// one is told so, and shown nothing else instead. The read models were restored with the log, so they go on.
package struct SQLLogRestoration: Sendable {
    /// How the log stands afterwards.
    package struct Report: Sendable, Equatable {
        package let head: Cursor
        /// Live read models that are ahead of the log that they were restored with, and have to be rebuilt.
        package let ahead: [ProjectionName]
    }

    private static let head = "(SELECT coalesce(max(e.position), 0) FROM event e)"
    private static let before = "(SELECT s.epoch - 1 FROM log_state s WHERE s.id = 1)"

    private static let raise = Statement("log.new epoch", "UPDATE log_state SET epoch = epoch + 1 WHERE id = 1")
    /// What an inbox has taken of a log that is gone does not come again.
    private static let rewind = Statement(
        "inbox.rewind",
        "UPDATE projection SET position = \(head) WHERE epoch = \(before) AND position > \(head) "
            + "AND substr(name, 1, 6) = 'inbox:'", reach: .scan)
    private static let forget = Statement(
        "parked.forget", "DELETE FROM parked_event WHERE position > \(head)", reach: .scan)
    /// The lease goes too: what a node is about to write was meant for the old epoch.
    private static let follow = Statement(
        "projection.follow",
        "UPDATE projection SET epoch = epoch + 1, lease_epoch = lease_epoch + 1, owner = NULL "
            + "WHERE epoch = \(before) AND position <= \(head)", reach: .scan)
    private static let ahead = Statement(
        "projection.ahead",
        "SELECT p.name FROM projection p, log_state s WHERE s.id = 1 AND p.stage = 1 AND p.epoch <> s.epoch "
            + "ORDER BY p.name", columns: [.text], reach: .scan)
    private static let state = Statement(
        "log.restored", "SELECT s.epoch, \(head) FROM log_state s WHERE s.id = 1", columns: [.int, .int])

    private let database: any DatabaseWriter

    package init(_ database: any DatabaseWriter) { self.database = database }

    /// All of it happens, or nothing; each call begins another epoch.
    package func begin() async throws(DatabaseError) -> Report {
        let steps = [Self.raise, Self.rewind, Self.forget, Self.follow, Self.ahead, Self.state].map { WriteStep($0) }
        let results = try await database.write(Transaction(steps))
        guard results.count == steps.count, results[5].rows.rowCount == 1 else {
            throw DatabaseError(.bug, code: "client", statement: Self.state.name, message: "the log has no state")
        }
        let (names, state) = (results[4].rows, results[5].rows)
        let epoch = LogEpoch(UInt32(clamping: state.cell(row: 0, column: 0).int))
        return Report(
            head: Cursor(epoch: epoch, position: GlobalPosition(state.cell(row: 0, column: 1).int)),
            ahead: (0..<names.rowCount).map {
                ProjectionName(validated: names.string(of: names.cell(row: $0, column: 0)))
            })
    }
}
