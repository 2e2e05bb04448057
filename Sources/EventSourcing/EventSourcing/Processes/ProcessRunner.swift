import Lifecycle
import Prelude

/// Keeps the processes of one kind going on this node: one loop takes inputs, another does what is due.
package struct ProcessRunner<Definition: ProcessDefinition>: Sendable {
    private let definition: Definition
    private let context: ProcessContext

    package init(_ definition: Definition, context: ProcessContext) {
        (self.definition, self.context) = (definition, context)
    }

    /// Works until it is cancelled; failures are paused over and tried again.
    package func run() async throws(CancellationError) {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.takeInputs() }
            group.addTask { await self.doWhatIsDue() }
        }
        throw CancellationError()
    }

    private func takeInputs() async {
        var inbox = ProcessInbox(definition, context: context)
        var failures = 0
        while !Task.isCancelled {
            do throws(ProcessError) {
                let worked = try await inbox.step()
                failures = 0
                if !worked, !inbox.holdsLease { try? await context.clock.sleep(for: context.limits.wait) }
            } catch {
                if case .projections(.unknownGeneration) = error { try? await inbox.create() }
                failures = min(failures + 1, 10)
                let pause = min(.milliseconds(50) * (1 << failures), context.limits.pauseMax)
                try? await context.clock.sleep(for: pause)
            }
        }
        await inbox.release()
    }

    private func doWhatIsDue() async {
        let dispatch = ProcessDispatch(definition, context: context)
        await withDiscardingTaskGroup { group in
            let slots = Slots(count: context.limits.actionsMax)
            var nextScan = context.clock.now
            while !Task.isCancelled {
                if context.clock.now >= nextScan {
                    nextScan = context.clock.now + context.limits.scan
                    for id in (try? await dispatch.findDue()) ?? [] { context.hints.add(id) }
                }
                while slots.isFree, let id = context.hints.take() {
                    slots.take()
                    group.addTask {
                        // Why an error ends the work on this process only: what is due is found again by the scan.
                        while !Task.isCancelled, (try? await dispatch.step(id)) ?? false {}
                        slots.free()
                        context.hints.giveBack(id)
                    }
                }
                try? await context.hints.signal.wait(until: nextScan, on: context.clock)
            }
            group.cancelAll()
        }
    }
}

/// Counts what may still be begun.
private final class Slots: Sendable {
    private let left: Lock<Int>

    init(count: Int) { left = Lock(count) }

    var isFree: Bool { left.withLock { $0 > 0 } }
    func take() { left.withLock { $0 -= 1 } }
    func free() { left.withLock { $0 += 1 } }
}
