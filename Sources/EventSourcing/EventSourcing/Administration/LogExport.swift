import JSON

/// Writes the log as lines of JSON, page by page, in constant memory; it can be resumed after any line.
package struct LogExport: Sendable {
    /// How far an export is.
    package struct Progress: Hashable, Sendable {
        package let scanned: GlobalPosition
        package let head: GlobalPosition
        package let written: Int
    }

    private let store: any EventStore
    private let pageEvents: Int

    package init(_ store: any EventStore, pageEvents: Int = 2_000) {
        (self.store, self.pageEvents) = (store, pageEvents)
    }

    /// Hands over the bytes of each page until the end of the log as it was at the beginning, or until `write` says no.
    ///
    /// Resuming is calling it again with the position of the last line.
    package func run(
        after start: GlobalPosition, filter: EventFilter = .everything,
        write: ([UInt8]) -> Bool, progress: (Progress) -> Void = { _ in }
    ) async throws(EventStoreError) -> Progress {
        let head = try await store.head().position
        var state = Progress(scanned: start, head: head, written: 0)
        var writer = JSONWriter(capacity: 1 << 20)
        while state.scanned < head {
            let page = try await store.read(LogQuery(after: state.scanned, filter: filter, limit: pageEvents))
            writer.removeAll()
            var written = state.written
            for event in page.events where event.position <= head {
                EventLine.write(event, to: &writer)
                writer.put("\n")
                // A new line begins a new value: the writer forgets that one has just ended.
                writer.truncate(to: writer.count)
                written += 1
            }
            guard page.scanned > state.scanned else {
                throw .corrupt(position: state.scanned, reason: "the log ends before its head \(head)")
            }
            let isWanted = writer.count == 0 || write(writer.bytes())
            state = Progress(scanned: min(page.scanned, head), head: head, written: written)
            progress(state)
            if !isWanted || Task.isCancelled { return state }
        }
        return state
    }
}
