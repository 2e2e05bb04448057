import Prelude

/// Something that somebody wants to happen to one stream: input, rules and the decision, all pure.
package protocol Command: Sendable {
    associatedtype Subject: Aggregate
    /// What else the decision looks at: the state of another stream.
    associatedtype Consulted: Aggregate = Subject

    /// A literal, part of the request's hash.
    static var name: String { get }
    /// The stream that the decision is about.
    var stream: StreamName { get }
    /// The input in a form that is the same for the same input: what tells a repeated command from another one.
    var content: [UInt8] { get }
    /// Whether the decision needs the state; without it the append is accepted at any version.
    static var readsState: Bool { get }

    /// The stream of `Consulted`, nil if the decision looks at its own only. It is guarded: a command whose consulted
    /// stream changes before it takes effect is decided again.
    var consulted: StreamName? { get }

    /// Whether the caller may try at all. What depends on the state is a refusal.
    func isPermitted(to caller: Caller) -> Bool
    /// Everything that is wrong with the input.
    func violations() -> [InputViolation]
    /// What happens, or why not; looks at nothing but its arguments.
    func decide(_ state: Subject, _ circumstances: Circumstances) throws(Subject.Refusal) -> Decision<Subject>
    /// The same with the state of the consulted stream beside it.
    func decide(
        _ state: Subject, consulting other: Consulted, _ circumstances: Circumstances
    ) throws(Subject.Refusal) -> Decision<Subject>
    /// What it means that a further stream of the decision was not as expected; nil to decide again.
    func refusal(for conflict: StreamConflict) -> Subject.Refusal?
}

extension Command {
    package static var readsState: Bool { true }
    package var consulted: StreamName? { nil }
    package func violations() -> [InputViolation] { [] }
    package func refusal(for conflict: StreamConflict) -> Subject.Refusal? { nil }
    package var request: RequestHash {
        RequestHash(of: Array(Self.name.utf8), Array(stream.text.utf8), content)
    }
}

extension Command where Consulted == Subject {
    package func decide(
        _ state: Subject, consulting other: Consulted, _ circumstances: Circumstances
    ) throws(Subject.Refusal) -> Decision<Subject> {
        try decide(state, circumstances)
    }
}

/// A command that is decided on two streams, such as an edit: on the message, and on who is in its chat.
package protocol ConsultingCommand: Command {}

extension ConsultingCommand {
    /// Without the other stream it is as if nothing had happened there.
    package func decide(
        _ state: Subject, _ circumstances: Circumstances
    ) throws(Subject.Refusal) -> Decision<Subject> {
        try decide(state, consulting: Consulted(), circumstances)
    }
}
