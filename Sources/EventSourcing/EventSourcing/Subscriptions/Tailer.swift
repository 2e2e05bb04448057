import Lifecycle
import Prelude

/// Reads the end of the log once for the whole node and wakes those who wait for something in it.
///
/// Being woken is a hint; polling is the truth. A consumer holds nothing here but its place among the waiting.
package final class Tailer: Sendable {
    private struct State {
        var epoch: LogEpoch?
        var ring: EventRing
        var waiters = FeedWaiters()
        var continuations: [FeedWaiters.ID: CheckedContinuation<FeedWaiters.Wake, Never>] = [:]
        var lastID: FeedWaiters.ID = 0
        var status = TailerStatus()
        /// Nobody polls or looks after deadlines any more.
        var hasStopped = false
    }

    private typealias Resumption = (CheckedContinuation<FeedWaiters.Wake, Never>, FeedWaiters.Wake)

    /// What the ring has for a consumer.
    enum Take: Sendable {
        case events([RecordedEvent], scanned: GlobalPosition)
        /// Everything in the ring has been read.
        case atEnd
        /// The ring no longer holds what comes next: read it from the store.
        case tooOld
        /// The consumer is ahead of the ring: of another epoch, or told of an event that has not been polled yet.
        case ahead
        case otherEpoch(Cursor)
        /// Nothing has been polled yet.
        case notStarted
    }

    let store: any EventStore
    let clock: any Clock
    package let limits: FeedLimits
    private let signal = WakeSignal()
    private let state: Lock<State>

    package init(store: any EventStore, clock: any Clock, limits: FeedLimits = FeedLimits()) {
        (self.store, self.clock, self.limits) = (store, clock, limits)
        state = Lock(State(ring: Self.ring(after: .start, limits)))
    }

    package var status: TailerStatus {
        state.withLock { state in
            var status = state.status
            status.waiting = state.waiters.count
            return status
        }
    }

    /// Says that there may be something new; cheap enough to be called after every append.
    package func wake() { signal.set() }

    /// Polls until it is cancelled; failures of the store are counted and survived.
    ///
    /// Whoever waits then, or comes to wait later, is told that it was cancelled: nobody would wake it.
    package func run() async throws(CancellationError) {
        state.withLock { $0.hasStopped = false }
        defer { stop() }
        var pause = limits.pollActive
        while true {
            do throws(EventStoreError) {
                let found = try await poll()
                pause = found ? limits.pollActive : min(pause * 2, limits.pollIdle)
                if found, state.withLock({ $0.status.lag }) > 0 { pause = .zero }
            } catch {
                state.withLock { $0.status.consecutiveFailures += 1 }
                pause = min(max(pause, limits.pollActive) * 2, limits.pollFailing)
            }
            beat()
            if pause > .zero {
                let deadline = state.withLock { $0.waiters.nextDeadline }
                try await signal.wait(until: min(clock.now + pause, deadline ?? clock.now + pause), on: clock)
            } else if Task.isCancelled {
                throw CancellationError()
            }
        }
    }

    /// Reads what is new once; true if there was anything.
    package func poll() async throws(EventStoreError) -> Bool {
        guard let cursor = state.withLock({ $0.status.cursor }) else {
            begin(at: try await store.head(), after: nil)
            return true
        }
        let page: LogPage
        do throws(EventStoreError) {
            page = try await store.read(LogQuery(after: cursor.position, limit: limits.pollEvents))
        } catch {
            // The log was cut so far that nothing of what we know is left.
            guard case .positionExpired = error else { throw error }
            begin(at: try await store.head(), after: cursor)
            return true
        }
        if page.head.epoch != cursor.epoch || page.head.position < cursor.position {
            begin(at: page.head, after: cursor)
            return true
        }
        if let gap = publish(page) {
            throw .corrupt(position: gap, reason: "the log has no event at this position, and later ones")
        }
        return !page.events.isEmpty
    }

    /// Tells those who have waited long enough how far has been looked through.
    package func beat() {
        let now = clock.now
        resume(
            state.withLock { state in
                state.waiters.overdue(at: now).compactMap { id in
                    state.continuations.removeValue(forKey: id).map { ($0, .heartbeat(state.ring.last)) }
                }
            })
    }

    func take(after cursor: Cursor, filter: EventFilter, limit: Int) -> Take {
        state.withLock { state in
            guard let epoch = state.epoch else { return .notStarted }
            guard epoch == cursor.epoch else { return .otherEpoch(Cursor(epoch: epoch, position: state.ring.last)) }
            if cursor.position == state.ring.last { return .atEnd }
            if cursor.position > state.ring.last { return .ahead }
            guard state.ring.reaches(back: cursor.position) else { return .tooOld }
            let read = state.ring.read(after: cursor.position, filter: filter, limit: limit)
            return .events(read.events, scanned: read.scanned)
        }
    }

    /// Waits at the end of the ring until something comes that the filter admits.
    func wait(at cursor: Cursor, filter: EventFilter, until deadline: MonotonicTime) async -> FeedWaiters.Wake {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let wake = state.withLock { state -> FeedWaiters.Wake? in
                    if Task.isCancelled || state.hasStopped { return .cancelled }
                    if state.epoch != cursor.epoch { return .epochChanged }
                    if state.ring.last > cursor.position { return .events(after: cursor.position) }
                    state.waiters.add(id, filter, until: deadline)
                    state.continuations[id] = continuation
                    return nil
                }
                if let wake { continuation.resume(returning: wake) } else if Task.isCancelled { cancel(id) }
            }
        } onCancel: {
            cancel(id)
        }
    }

    private func stop() {
        resume(
            state.withLock { state in
                state.hasStopped = true
                return state.waiters.removeAll().compactMap { id in
                    state.continuations.removeValue(forKey: id).map { ($0, .cancelled) }
                }
            })
    }

    private func cancel(_ id: FeedWaiters.ID) {
        let continuation = state.withLock { state in
            state.waiters.remove(id) ? state.continuations.removeValue(forKey: id) : nil
        }
        continuation?.resume(returning: .cancelled)
    }

    /// Begins at the end of the log, at first and whenever its epoch changed; not twice when two polls meet.
    private func begin(at head: LogHead, after cursor: Cursor?) {
        resume(
            state.withLock { state in
                guard state.status.cursor == cursor else { return [] }
                state.epoch = head.epoch
                state.ring = Self.ring(after: head.position, limits)
                note(head, in: &state)
                return state.waiters.removeAll().compactMap { id in
                    state.continuations.removeValue(forKey: id).map { ($0, .epochChanged) }
                }
            })
    }

    /// Takes in a page; the position that is missing, if its events do not follow on each other.
    ///
    /// Nothing of such a page is taken: whoever reads on from it would never see what is missing.
    private func publish(_ page: LogPage) -> GlobalPosition? {
        var resumptions: [Resumption] = []
        let gap = state.withLock { state -> GlobalPosition? in
            guard state.epoch == page.head.epoch else { return nil }
            let before = state.ring.last
            // Two polls may meet; what the other one brought is not taken twice.
            let fresh = page.events.drop { $0.position <= before }
            if let gap = Self.gap(in: fresh, after: before) { return gap }
            for event in fresh { state.ring.append(event) }
            note(page.head, in: &state)
            resumptions = state.waiters.wanting(fresh).compactMap { id in
                state.continuations.removeValue(forKey: id).map { ($0, .events(after: before)) }
            }
            return nil
        }
        resume(resumptions)
        return gap
    }

    private static func gap(in events: ArraySlice<RecordedEvent>, after position: GlobalPosition) -> GlobalPosition? {
        var expected = position.next
        for event in events {
            if event.position != expected { return expected }
            expected = expected.next
        }
        return nil
    }

    private func note(_ head: LogHead, in state: inout State) {
        state.status.cursor = Cursor(epoch: head.epoch, position: state.ring.last)
        state.status.head = head.cursor
        state.status.lastSuccess = clock.now
        state.status.consecutiveFailures = 0
    }

    private func resume(_ resumptions: [Resumption]) {
        for (continuation, wake) in resumptions { continuation.resume(returning: wake) }
    }

    private static func ring(after position: GlobalPosition, _ limits: FeedLimits) -> EventRing {
        EventRing(after: position, capacity: limits.ringEvents, bytesMax: limits.ringBytes)
    }
}
