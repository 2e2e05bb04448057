import EventSourcing
import JSON
import Prelude

/// Destroys the keys of everybody who was erased, until it is done.
package struct DestroyKeys: ProcessDefinition {
    /// There is nothing to remember: the step's own record says whether it was done.
    package struct State: ProcessState, Equatable {
        package init() {}
        package init(json: JSONValue) throws(ProcessPoison) {}
        package var json: JSONValue { [:] }
    }

    static let action = "destroy-keys"
    /// Limit: attempts; at the longest pause between them they last for two days.
    private static let retry = RetryPolicy(attemptsMax: 300, pauseMax: .seconds(600))

    package let kind: ProcessKind = "accounts-destroy-keys"
    package let filter = EventFilter(categories: [UserAccount.category], names: [UserErased.name])

    package init() {}

    /// One process a person.
    package func instance(for event: RecordedEvent) -> String? { event.stream.id }

    package func react(
        _ state: inout State, to input: ProcessInput, now: Timestamp
    ) throws(ProcessPoison) -> [ProcessEffect] {
        switch input {
        case .event(let event):
            let action = ProcessAction(Self.action, ["user": .string(event.stream.id)])
            return [.run(ProcessStep("destroy keys", action, retry: Self.retry))]
        case .answer(_, .done): return [.complete]
        case .answer(let step, .refused(let code)): return [.park(reason: "\(step) was refused: \(code)")]
        case .answer(let step, .failed(let reason)): return [.park(reason: "\(step) failed: \(reason)")]
        case .timer: return []
        }
    }
}
