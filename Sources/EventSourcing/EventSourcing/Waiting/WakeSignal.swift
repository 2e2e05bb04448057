import Lifecycle
import Prelude

/// Wakes one loop before its time: a hint that may come too often and is never lost.
package final class WakeSignal: Sendable {
    private struct State {
        var isSet = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Lock(State())

    package init() {}

    /// Wakes the loop, or keeps it from sleeping the next time.
    package func set() {
        let waiter = state.withLock { state in
            guard let waiter = state.waiter else {
                state.isSet = true
                return nil as CheckedContinuation<Void, Never>?
            }
            state.waiter = nil
            return waiter
        }
        waiter?.resume()
    }

    /// Returns when the signal is set or the time has come; throws when the task is cancelled.
    package func wait(until deadline: MonotonicTime, on clock: any Clock) async throws(CancellationError) {
        if take() { return try checkCancelled() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await clock.sleep(until: deadline) }
            group.addTask { await self.waitForSet() }
            await group.next()
            group.cancelAll()
        }
        _ = take()
        try checkCancelled()
    }

    private func checkCancelled() throws(CancellationError) {
        if Task.isCancelled { throw CancellationError() }
    }

    private func take() -> Bool {
        state.withLock { state in
            defer { state.isSet = false }
            return state.isSet
        }
    }

    private func waitForSet() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    if state.isSet || Task.isCancelled { return true }
                    state.waiter = continuation
                    return false
                }
                if isDue { continuation.resume() } else if Task.isCancelled { dropWaiter() }
            }
        } onCancel: {
            dropWaiter()
        }
    }

    private func dropWaiter() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
