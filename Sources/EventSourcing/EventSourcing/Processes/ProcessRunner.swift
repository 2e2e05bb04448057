import Lifecycle
import Prelude

/// Keeps the processes of one kind going on this node: one loop takes inputs, another does what is due.
package struct ProcessRunner<Definition: ProcessDefinition>: Sendable {
    private let definition: Definition
    private let context: ProcessContext
    private let failures: ProcessFailures

    package init(_ definition: Definition, context: ProcessContext) {
        (self.definition, self.context) = (definition, context)
        failures = ProcessFailures(definition.kind, context: context)
    }

    /// Works until it is cancelled; failures are told, paused over and tried again.
    package func run() async throws(CancellationError) {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.takeInputs() }
            group.addTask { await self.doWhatIsDue() }
        }
        throw CancellationError()
    }

    private func takeInputs() async {
        var inbox = ProcessInbox(definition, context: context)
        var tries = 0
        while !Task.isCancelled {
            do throws(ProcessError) {
                let worked = try await inbox.step()
                context.hints.own(inbox.holdsLease)
                tries = 0
                if !worked, !inbox.holdsLease { try? await context.clock.sleep(for: context.limits.wait) }
            } catch {
                context.hints.own(inbox.holdsLease)
                if Task.isCancelled { break }
                if case .projections(.unknownGeneration) = error {
                    await create(inbox)
                } else {
                    failures.note(.inputs, error)
                }
                tries = min(tries + 1, 10)
                let pause = min(.milliseconds(50) * (1 << tries), context.limits.pauseMax)
                try? await context.clock.sleep(for: pause)
            }
        }
        context.hints.own(false)
        await inbox.release()
    }

    private func create(_ inbox: ProcessInbox<Definition>) async {
        do throws(ProcessError) { try await inbox.create() } catch { failures.note(.inputs, error) }
    }

    private func doWhatIsDue() async {
        let dispatch = ProcessDispatch(definition, context: context)
        await withDiscardingTaskGroup { group in
            let slots = Slots(count: context.limits.actionsMax)
            var nextScan = context.clock.now
            while !Task.isCancelled {
                if context.clock.now >= nextScan {
                    nextScan = context.clock.now + context.limits.scan
                    for id in await due(by: dispatch) where context.hints.isOwner { context.hints.add(id) }
                }
                while context.hints.isOwner, slots.isFree, let id = context.hints.take() {
                    slots.take()
                    group.addTask {
                        while !Task.isCancelled, await step(id, by: dispatch) {}
                        slots.free()
                        context.hints.giveBack(id)
                    }
                }
                try? await context.hints.signal.wait(until: nextScan, on: context.clock)
            }
            group.cancelAll()
        }
    }

    private func due(by dispatch: ProcessDispatch<Definition>) async -> [ProcessID] {
        do throws(ProcessError) {
            return try await dispatch.findDue()
        } catch {
            if !Task.isCancelled { failures.note(.search, error) }
            return []
        }
    }

    /// False if nothing is left to do. An error ends the work on this process only: the scan finds it again.
    private func step(_ id: ProcessID, by dispatch: ProcessDispatch<Definition>) async -> Bool {
        do throws(ProcessError) {
            return try await dispatch.step(id)
        } catch {
            if !Task.isCancelled { failures.note(.step(id), error) }
            return false
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
