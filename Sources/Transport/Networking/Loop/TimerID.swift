/// Names one scheduled timer; stays harmless after the timer has fired or was cancelled.
package struct TimerID: Sendable, Hashable, BitwiseCopyable {
    let slot: UInt32
    let generation: UInt32

    /// Names no timer; cancelling it does nothing.
    package static let none = TimerID(slot: 0, generation: 0)
}

/// Receives its timers without a heap allocation a timer.
package protocol TimerTarget: AnyObject {
    /// Called on the loop, once, at or after the deadline; `tag` is what was given when it was scheduled.
    func timerFired(tag: UInt32)
}

enum TimerAction {
    case nothing
    case target(any TimerTarget, tag: UInt32)
    case closure(() -> Void)
}
