import JSON
import Prelude

/// A process that spans aggregates: reacts to events by steps elsewhere, and remembers where it is.
///
/// Invariant: `react` is pure. What it returns is recorded in the process's stream in the same append as the fact that
/// it reacted; only then is it carried out, under command ids that follow from the process, the step and the attempt.
package protocol ProcessDefinition: Sendable {
    associatedtype State: ProcessState

    var kind: ProcessKind { get }
    /// The events that may concern a process of this kind.
    var filter: EventFilter { get }
    /// Which process an event concerns; nil for none.
    func instance(for event: RecordedEvent) -> String?
    /// What happens next. Throwing parks the process; the input is tried again when it is resumed.
    func react(
        _ state: inout State, to input: ProcessInput, now: Timestamp
    ) throws(ProcessPoison) -> [ProcessEffect]
}

/// The memory of a process, kept as JSON in its stream.
package protocol ProcessState: Sendable {
    init()
    init(json: JSONValue) throws(ProcessPoison)
    var json: JSONValue { get }
}

/// Why a process cannot deal with an input or read its own memory.
package struct ProcessPoison: Error, Hashable {
    package let reason: String
    package init(_ reason: String) { self.reason = reason }
}
