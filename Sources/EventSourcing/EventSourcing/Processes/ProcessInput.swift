import JSON
import Prelude

/// What a process reacts to.
package enum ProcessInput: Sendable {
    case event(RecordedEvent)
    /// A timer of this name has come due.
    case timer(String)
    /// A step has ended.
    case answer(step: String, StepEnd)
}

/// How a step ended for good.
package enum StepEnd: Hashable, Sendable {
    case done(JSONValue)
    /// The other side said no; trying again would not help.
    case refused(code: String)
    /// It was tried as often or as long as its policy says.
    case failed(reason: String)

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .done: hasher.combine(0)
        case .refused(let code): hasher.combine(code)
        case .failed(let reason): hasher.combine(reason)
        }
    }
}
