/// One thing that a loop runs between events.
enum LoopWork {
    case job(UnownedJob)
    case closure(@Sendable () -> Void)
    case localClosure(() -> Void)
}

/// Asks to be called once at the end of the current tick.
///
/// Use it to batch: collect while the tick's events and jobs run, then write, sync or flush once.
package protocol EndOfTickTarget: AnyObject {
    /// Called on the loop after the tick's events, timers and jobs.
    func endOfTick()
}

/// What other threads leave for a loop.
struct LoopInbox {
    var work: [LoopWork] = []
    /// The loop waits in the kernel, or is about to: whoever adds work must write to the eventfd.
    var isAsleep = false
    var isStopping = false
    /// The loop's thread has ended; whoever adds work must start one more thread to run it.
    var hasEnded = false
}
