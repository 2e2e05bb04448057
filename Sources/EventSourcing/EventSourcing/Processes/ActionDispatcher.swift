import JSON
import Prelude

/// What became of an attempt to perform an action.
package enum ActionAnswer: Sendable, Equatable {
    case done(JSONValue)
    /// The other side said no and will say no again.
    case refused(code: String)
    /// It certainly did not happen; it may be tried again.
    case failed(reason: String)
    /// Nobody knows whether it happened; it is asked for again under the same id.
    case unknown(reason: String)
}

/// An attempt to perform an action, under an id that makes repeating it harmless.
package struct ActionRequest: Sendable, Equatable {
    package let id: CommandID
    package let process: ProcessID
    package let action: ProcessAction
    package let attempt: Int
    package let deadline: Timestamp?
}

/// Performs the actions of processes: sends commands, calls other systems.
package protocol ActionDispatcher: Sendable {
    /// Must do the same thing at most once for one id, and answer alike when it is asked again.
    func perform(_ request: ActionRequest) async -> ActionAnswer
}
