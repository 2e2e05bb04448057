/// Where a projection or a process manager gets its events from.
package protocol EventSource: Sendable {
    /// The events after a cursor, waiting a while if there are none.
    func next(
        after cursor: Cursor, filter: EventFilter, limit: Int, wait: Duration
    ) async throws(FeedError) -> FeedBatch
}

/// Events from the node's tailer. Its batches may be empty also when something came that the filter does not admit, so
/// that a checkpoint follows the head of the log.
package struct TailerSource: EventSource {
    private let tailer: Tailer

    package init(_ tailer: Tailer) { self.tailer = tailer }

    package func next(
        after cursor: Cursor, filter: EventFilter, limit: Int, wait: Duration
    ) async throws(FeedError) -> FeedBatch {
        var feed = EventFeed(tailer, after: cursor, filter: filter, whenSlow: .catchUp, wakesOn: .everything)
        return try await feed.next(limit: limit, heartbeat: wait)
    }
}

/// Events straight from the store, without waiting.
package struct StoreSource: EventSource {
    private let store: any EventStore

    package init(_ store: any EventStore) { self.store = store }

    package func next(
        after cursor: Cursor, filter: EventFilter, limit: Int, wait: Duration
    ) async throws(FeedError) -> FeedBatch {
        let page: LogPage
        do throws(EventStoreError) {
            page = try await store.read(LogQuery(after: cursor.position, filter: filter, limit: limit))
        } catch {
            if case .positionExpired(let oldest) = error {
                throw .cursorExpired(oldest: Cursor(epoch: cursor.epoch, position: oldest))
            }
            throw .store(error)
        }
        guard page.head.epoch == cursor.epoch, page.head.position >= cursor.position else {
            throw .resync(head: page.head.cursor)
        }
        return FeedBatch(
            events: page.events, cursor: Cursor(epoch: cursor.epoch, position: page.scanned), isLive: page.isAtHead)
    }
}
