import Lifecycle
import Prelude

/// How far each read model is, as this node knows it, and those who wait for them: the heart of reading one's writes.
///
/// Read models that advance on this node are noted at once; those of other nodes are looked up, often while somebody
/// waits and seldom otherwise. What is known may be behind the truth, never ahead of it.
package final class ReadModelProgress: Sendable {
    private struct State {
        var table = ProgressTable()
        var continuations: [ProgressTable.WaiterID: CheckedContinuation<WaitVerdict, Never>] = [:]
        var lastID: ProgressTable.WaiterID = 0
        /// Nobody looks after deadlines any more.
        var hasStopped = false
        /// When the store was asked last with success: the answer is no older.
        var refreshed: MonotonicTime?
    }

    private typealias Resumption = (CheckedContinuation<WaitVerdict, Never>, WaitVerdict)

    /// How often the store is asked while somebody waits, and while nobody does.
    package static let pollAwaited: Duration = .milliseconds(20)
    package static let pollIdle: Duration = .seconds(1)

    private let store: any ProjectionStore
    private let clock: any Clock
    private let signal = WakeSignal()
    private let state = Lock(State())

    package init(store: any ProjectionStore, clock: any Clock) { (self.store, self.clock) = (store, clock) }

    /// Everything up to here is in the read model's rows; `start` if nothing is known.
    package func position(of name: ProjectionName) -> GlobalPosition { cursor(of: name)?.position ?? .start }

    package func cursor(of name: ProjectionName) -> Cursor? { state.withLock { $0.table.cursor(of: name) } }

    package var waiterCount: Int { state.withLock { $0.table.waiterCount } }

    /// Notes that the live rows of a read model hold everything up to the cursor.
    package func note(_ name: ProjectionName, at cursor: Cursor) {
        resume(
            state.withLock { state in
                let (reached, outdated) = state.table.note(name, at: cursor)
                return reached.compactMap { id in state.continuations.removeValue(forKey: id).map { ($0, .reached) } }
                    + outdated.compactMap { id in state.continuations.removeValue(forKey: id).map { ($0, .resync) } }
            })
    }

    /// Waits until every one of the read models holds everything up to the cursor.
    package func waitUntil(
        _ names: [ProjectionName], reached target: Cursor, deadline: MonotonicTime
    ) async -> WaitVerdict {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let verdict = state.withLock { state -> WaitVerdict? in
                    if state.table.isOutdated(target, for: names) { return .resync }
                    let lagging = state.table.lagging(names, behind: target)
                    if lagging.isEmpty { return .reached }
                    if deadline <= clock.now || state.hasStopped { return .lagging(lagging.sorted()) }
                    if Task.isCancelled { return .cancelled }
                    state.table.add(id, for: lagging, target: target, deadline: deadline)
                    state.continuations[id] = continuation
                    return nil
                }
                if let verdict { return continuation.resume(returning: verdict) }
                signal.set()
                if Task.isCancelled { cancel(id) }
            }
        } onCancel: {
            cancel(id)
        }
    }

    /// Whether the store has said within the time how far the read models are; without, they may be anywhere.
    package func isCurrent(within patience: Duration) -> Bool {
        guard let refreshed = state.withLock({ $0.refreshed }) else { return false }
        return clock.now - refreshed <= patience
    }

    /// Asks the store how far the live read models are.
    package func refresh() async throws(ProjectionStoreError) {
        let asked = clock.now
        for record in try await store.records(of: nil) where record.stage == .live {
            note(record.generation.projection, at: record.checkpoint)
        }
        state.withLock { $0.refreshed = asked }
    }

    /// Tells those whose time is up.
    package func expire() {
        let now = clock.now
        resume(
            state.withLock { state in
                state.table.overdue(at: now).compactMap { overdue in
                    state.continuations.removeValue(forKey: overdue.id).map { ($0, .lagging(overdue.lagging)) }
                }
            })
    }

    /// Looks after waiters until it is cancelled; those who wait then, or come later, are told what lags.
    package func run() async throws(CancellationError) {
        state.withLock { $0.hasStopped = false }
        defer { stop() }
        while true {
            // Why nothing is done about an error: those who wait are told at their deadline that the model lags.
            try? await refresh()
            expire()
            let (waiters, deadline) = state.withLock { ($0.table.waiterCount, $0.table.nextDeadline) }
            let pause = clock.now + (waiters > 0 ? Self.pollAwaited : Self.pollIdle)
            try await signal.wait(until: min(pause, deadline ?? pause), on: clock)
        }
    }

    private func stop() {
        resume(
            state.withLock { state in
                state.hasStopped = true
                return state.table.removeAll().compactMap { waiter in
                    state.continuations.removeValue(forKey: waiter.id).map { ($0, .lagging(waiter.lagging)) }
                }
            })
    }

    private func cancel(_ id: ProgressTable.WaiterID) {
        let continuation = state.withLock { state in
            state.table.remove(id) ? state.continuations.removeValue(forKey: id) : nil
        }
        continuation?.resume(returning: .cancelled)
    }

    private func resume(_ resumptions: [Resumption]) {
        for (continuation, verdict) in resumptions { continuation.resume(returning: verdict) }
    }
}
