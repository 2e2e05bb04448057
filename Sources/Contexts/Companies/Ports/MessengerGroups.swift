import Prelude

/// Groups in a messenger outside, such as Telegram.
package protocol MessengerGroups: Sendable {
    /// Creates a group and gives its id. The same key again gives the same group: an adapter to a messenger that knows
    /// no keys looks for the group before it creates another.
    func create(title: String, key: String) async throws(MessengerFailure) -> String
    /// Does nothing if the group is gone.
    func delete(group: String) async throws(MessengerFailure)
}

/// Why a messenger did not do what was asked.
package enum MessengerFailure: Error, Equatable, Sendable {
    /// It certainly did not happen.
    case unavailable
    /// Nobody knows whether it happened.
    case unknownOutcome
    /// It says no and will say no again.
    case refused(code: String)
}

/// A messenger in memory, for a node that reaches no real one; it can be told to fail.
package final class SimulatedMessenger: MessengerGroups {
    /// What happens to a call.
    package enum Mishap: Sendable {
        case unavailable
        /// It is done and the answer is lost.
        case answerLost
        case refused
    }

    private struct State {
        var groups: [String: String] = [:]
        var mishaps: [Mishap] = []
    }

    private let state = Lock(State())

    package init() {}

    /// The titles of the groups that there are.
    package var groups: [String: String] { state.withLock { $0.groups } }

    /// Lets the next calls meet these mishaps, one each.
    package func fail(with mishaps: [Mishap]) { state.withLock { $0.mishaps += mishaps } }

    package func create(title: String, key: String) async throws(MessengerFailure) -> String {
        let group = "group-\(key)"
        try carryOut { $0.groups[group] = title }
        return group
    }

    package func delete(group: String) async throws(MessengerFailure) {
        try carryOut { $0.groups[group] = nil }
    }

    private func carryOut(_ body: (inout State) -> Void) throws(MessengerFailure) {
        let mishap = state.withLock { state -> Mishap? in
            let mishap = state.mishaps.isEmpty ? nil : state.mishaps.removeFirst()
            switch mishap {
            case .unavailable, .refused: break
            case .answerLost, nil: body(&state)
            }
            return mishap
        }
        switch mishap {
        case .unavailable: throw .unavailable
        case .answerLost: throw .unknownOutcome
        case .refused: throw .refused(code: "NO_GROUPS")
        case nil: return
        }
    }
}
