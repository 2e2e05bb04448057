import Prelude

/// What a process wants to happen; all of it is recorded before any of it is done.
package enum ProcessEffect: Hashable, Sendable {
    case run(ProcessStep)
    /// A timer of a name that is set already is moved.
    case schedule(String, at: Timestamp)
    case cancelTimer(String)
    /// From here on nothing is undone: what fails is tried again or parked.
    case passPivot
    /// Undoes what was done, last first, once the open steps have ended.
    case compensate(reason: String)
    /// The process ends once its open steps have ended.
    case complete
    /// An operator has to look at it.
    case park(reason: String)
}
