import Prelude

/// A clock that stands still until a test moves it; sleepers wake in the order of their deadlines.
package final class ManualClock: Clock {
    private struct Sleeper {
        let id: UInt64
        let deadline: MonotonicTime
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct Watcher {
        let count: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now: MonotonicTime
        var wallTime: Timestamp
        var lastID: UInt64 = 0
        var sleepers: [Sleeper] = []
        var watchers: [Watcher] = []
        var observers: [@Sendable () -> Void] = []
    }

    private let state: Lock<State>

    package init(
        now: MonotonicTime = MonotonicTime(nanoseconds: 1_000_000_000),
        wallTime: Timestamp = Timestamp(microseconds: 1_700_000_000_000_000)
    ) {
        state = Lock(State(now: now, wallTime: wallTime))
    }

    package var now: MonotonicTime { state.withLock { $0.now } }
    package var wallTime: Timestamp { state.withLock { $0.wallTime } }

    /// Moves both clocks forward and wakes every sleeper whose deadline has come, earliest first.
    package func advance(by duration: Duration) {
        let (due, observers) = state.withLock { state in
            state.now = state.now + duration
            state.wallTime = state.wallTime.advanced(microseconds: duration.wholeMicroseconds)
            let now = state.now
            let due = state.sleepers.filter { $0.deadline <= now }
                .sorted { ($0.deadline, $0.id) < ($1.deadline, $1.id) }
            state.sleepers.removeAll { $0.deadline <= now }
            return (due, state.observers)
        }
        for sleeper in due { sleeper.continuation.resume() }
        for observer in observers { observer() }
    }

    /// Sets civil time alone, as an operator or a leap does.
    package func setTimestamp(_ time: Timestamp) { state.withLock { $0.wallTime = time } }

    /// Calls the observer after each move of the clock; an event loop on manual time wakes up by it.
    package func observeMoves(_ observer: @escaping @Sendable () -> Void) {
        state.withLock { $0.observers.append(observer) }
    }

    /// Returns when at least so many tasks sleep on this clock; a test calls it before it advances.
    package func waitForSleepers(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                if state.sleepers.count >= count { return true }
                state.watchers.append(Watcher(count: count, continuation: continuation))
                return false
            }
            if isReached { continuation.resume() }
        }
    }

    package func sleep(until deadline: MonotonicTime) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                add(Sleeper(id: id, deadline: deadline, continuation: continuation))
            }
        } onCancel: {
            remove(id)?.continuation.resume(throwing: CancellationError())
        }
    }

    private func add(_ sleeper: Sleeper) {
        // The cancellation handler may have run before the sleeper was listed; then it must not be listed at all.
        if Task.isCancelled { return sleeper.continuation.resume(throwing: CancellationError()) }
        let (isDue, reached) = state.withLock { state in
            if sleeper.deadline <= state.now { return (true, [Watcher]()) }
            state.sleepers.append(sleeper)
            let count = state.sleepers.count
            let reached = state.watchers.filter { $0.count <= count }
            state.watchers.removeAll { $0.count <= count }
            return (false, reached)
        }
        if isDue { sleeper.continuation.resume() }
        for watcher in reached { watcher.continuation.resume() }
        if !isDue, Task.isCancelled { remove(sleeper.id)?.continuation.resume(throwing: CancellationError()) }
    }

    private func remove(_ id: UInt64) -> Sleeper? {
        state.withLock { state in
            guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else { return nil }
            return state.sleepers.remove(at: index)
        }
    }
}
