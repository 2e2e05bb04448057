import ContextKit
import EventSourcing
import Prelude

/// Takes what other nodes tell about changes to where this node looks for them.
///
/// Order: a change is on the tag clock before its position is told to anybody who waits for it.
package final class ChangeReception: Sendable {
    private struct Sender {
        var number: UInt64
        var models: Set<ProjectionName> = []
    }

    /// Limit: senders that are remembered; every start of a node makes one.
    static let sendersMax = 1_000

    private let own: [UInt8]
    private let rules: @Sendable (ProjectionName) -> UInt64?
    private let coverage: ChangeCoverage
    /// Notes tags and their position; then tells the notice.
    private let note: @Sendable ([ChangeTag], GlobalPosition, ChangeNotice) -> Void
    private let senders = Lock<[[UInt8]: Sender]>([:])

    package init(
        ownSender own: [UInt8], rules: @escaping @Sendable (ProjectionName) -> UInt64?,
        coverage: ChangeCoverage,
        note: @escaping @Sendable ([ChangeTag], GlobalPosition, ChangeNotice) -> Void
    ) {
        (self.own, self.rules, self.coverage, self.note) = (own, rules, coverage, note)
    }

    /// Takes one message of the channel; anything that is no message is passed over.
    package func take(_ bytes: [UInt8]) {
        guard let message = ChangeMessage(bytes), message.sender != own else { return }
        let names = message.told.map(\.notice.projection)
        let missed = senders.withLock { senders -> Set<ProjectionName> in
            if senders.count >= Self.sendersMax, senders[message.sender] == nil { senders.removeAll() }
            let known = senders[message.sender]
            let follows = known.map { message.number == $0.number &+ 1 } ?? false
            let before = known?.models ?? []
            senders[message.sender] = Sender(
                number: message.number, models: follows ? before.union(names) : Set(names))
            return follows ? [] : before.union(names)
        }
        // Why also those that are not in it: what was missed may have been about any of them.
        coverage.forget(missed)
        for one in message.told { take(one) }
    }

    private func take(_ told: ChangeMessage.Told) {
        let name = told.notice.projection
        guard let rules = rules(name), rules == told.rules else {
            // A node of other code: what it says of changes is not what this node goes by.
            coverage.forget([name])
            return
        }
        note(told.tags, told.changedAt, told.notice)
    }
}
