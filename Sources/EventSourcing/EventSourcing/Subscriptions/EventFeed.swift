import Lifecycle

/// A subscription to the log from a cursor on: first from the store, then from the ring, without a seam.
///
/// Nothing is queued for a subscriber: it asks for the next batch when it has dealt with the last one.
/// Invariant: every admitted event after the first cursor comes exactly once, in order.
package struct EventFeed: Sendable {
    /// What happens when a subscriber that was live falls out of the ring.
    package enum WhenSlow: Sendable {
        /// It catches up from the store, as projections do.
        case catchUp
        /// It is told so, as clients are: `slowConsumer`.
        case end
    }

    package private(set) var cursor: Cursor
    private let tailer: Tailer
    private let filter: EventFilter
    private let whenSlow: WhenSlow
    /// What ends the waiting at the end of the log; more than `filter` admits if the cursor is to follow closely.
    private let wakesOn: EventFilter
    private var wasLive = false

    package init(
        _ tailer: Tailer, after cursor: Cursor, filter: EventFilter, whenSlow: WhenSlow, wakesOn: EventFilter? = nil
    ) {
        (self.tailer, self.cursor) = (tailer, cursor)
        (self.filter, self.whenSlow, self.wakesOn) = (filter, whenSlow, wakesOn ?? filter)
    }

    /// The next events; after `heartbeat` without any, a batch without events that moves the cursor.
    package mutating func next(limit: Int? = nil, heartbeat: Duration) async throws(FeedError) -> FeedBatch {
        let deadline = tailer.clock.now + heartbeat
        let limit = max(1, min(limit ?? 500, tailer.limits.batchEvents))
        while true {
            if Task.isCancelled { throw .cancelled }
            switch tailer.take(after: cursor, filter: filter, limit: limit) {
            case .events(let events, let scanned):
                wasLive = true
                cursor = Cursor(epoch: cursor.epoch, position: scanned)
                if !events.isEmpty || wakesOn != filter {
                    return FeedBatch(events: events, cursor: cursor, isLive: true)
                }
            case .atEnd:
                wasLive = true
                if let batch = try await waitAtEnd(until: deadline) { return batch }
            case .tooOld:
                if wasLive, whenSlow == .end { throw .slowConsumer(cursor) }
                if let batch = try await readStore(limit: limit, deadline) { return batch }
            case .otherEpoch(let head): throw .resync(head: head)
            case .ahead:
                try await checkThatItExists()
                tailer.wake()
                if let batch = try await waitAtEnd(until: deadline) { return batch }
            case .notStarted: try await startTailer()
            }
        }
    }

    private mutating func waitAtEnd(until deadline: MonotonicTime) async throws(FeedError) -> FeedBatch? {
        switch await tailer.wait(at: cursor, filter: wakesOn, until: deadline) {
        case .events(let position):
            cursor = Cursor(epoch: cursor.epoch, position: max(position, cursor.position))
            return nil
        case .heartbeat(let position):
            cursor = Cursor(epoch: cursor.epoch, position: max(position, cursor.position))
            return FeedBatch(events: [], cursor: cursor, isLive: true)
        case .epochChanged: return nil
        case .cancelled: throw .cancelled
        }
    }

    private mutating func readStore(limit: Int, _ deadline: MonotonicTime) async throws(FeedError) -> FeedBatch? {
        let page: LogPage
        do throws(EventStoreError) {
            page = try await tailer.store.read(LogQuery(after: cursor.position, filter: filter, limit: limit))
        } catch {
            throw explain(error)
        }
        guard page.head.epoch == cursor.epoch else { throw .resync(head: page.head.cursor) }
        cursor = Cursor(epoch: cursor.epoch, position: max(cursor.position, page.scanned))
        let isDue = tailer.clock.now >= deadline
        guard !page.events.isEmpty || isDue else { return nil }
        return FeedBatch(events: page.events, cursor: cursor, isLive: false)
    }

    /// The subscriber knows of an event that this node has not polled yet, or of one that never was.
    private func checkThatItExists() async throws(FeedError) {
        let head: LogHead
        do throws(EventStoreError) {
            head = try await tailer.store.head()
        } catch {
            throw .store(error)
        }
        guard head.epoch == cursor.epoch, head.position >= cursor.position else { throw .resync(head: head.cursor) }
    }

    private func startTailer() async throws(FeedError) {
        do throws(EventStoreError) {
            _ = try await tailer.poll()
        } catch {
            throw .store(error)
        }
    }

    private func explain(_ error: EventStoreError) -> FeedError {
        guard case .positionExpired(let oldest) = error else { return .store(error) }
        return .cursorExpired(oldest: Cursor(epoch: cursor.epoch, position: oldest))
    }
}
