import Glibc
import Lifecycle
import Prelude

extension EventLoop: TaskExecutor, SerialExecutor {
    package func enqueue(_ job: consuming ExecutorJob) { add(.job(UnownedJob(job))) }

    package func checkIsolated() { preconditionInLoop() }

    package func isIsolatingCurrentContext() -> Bool? { isInLoop }

    /// Runs the function on the loop, later in this tick or soon; from any thread, in order for one caller.
    package func execute(_ body: @escaping @Sendable () -> Void) { add(.closure(body)) }

    /// Runs the function later in this tick; only on the loop, and so free to hold what is not sendable.
    package func later(_ body: @escaping () -> Void) { work.append(.localClosure(body)) }

    /// Calls the target once when this tick ends; it remembers by itself that it has asked. Only on the loop.
    package func atEndOfTick(_ target: any EndOfTickTarget) { endTargets.append(target) }

    private func add(_ item: LoopWork) {
        if isInLoop { return work.append(item) }
        let (mustWake, mustRestart) = inbox.withLock { inbox in
            inbox.work.append(item)
            let result = (inbox.isAsleep, inbox.hasEnded)
            (inbox.isAsleep, inbox.hasEnded) = (false, false)
            return result
        }
        if mustWake { wake() }
        // Why: a task that is resumed after the stop must still run to its end, or whoever awaits it hangs.
        if mustRestart { try? startThread() }
    }

    func wake() {
        var one: UInt64 = 1
        _ = write(wakeUp, &one, 8)
    }

    func runWork() {
        var rounds = 0
        while !work.isEmpty, rounds < Self.jobRoundsMax {
            swap(&work, &workInHand)
            for item in workInHand { run(item) }
            workInHand.removeAll(keepingCapacity: true)
            rounds += 1
        }
    }

    private func run(_ item: LoopWork) {
        switch item {
        case .job(let job):
            job.runSynchronously(
                isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
        case .closure(let body): body()
        case .localClosure(let body): body()
        }
    }

    func runEndOfTick() {
        var rounds = 0
        while !endTargets.isEmpty, rounds < Self.endRoundsMax {
            swap(&endTargets, &endTargetsInHand)
            for target in endTargetsInHand { target.endOfTick() }
            endTargetsInHand.removeAll(keepingCapacity: true)
            runWork()
            rounds += 1
        }
    }
}
