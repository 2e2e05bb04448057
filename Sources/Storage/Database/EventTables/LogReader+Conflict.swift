import EventSourcing

extension LogReader {
    /// A conflict with the events that the loser had not seen, as far as they can be had and are not too many.
    ///
    /// Why failures are passed over: others of the batch have been stored and must learn it.
    package func conflict(
        _ stream: StreamName, _ expected: ExpectedVersion, actual: StreamVersion, in tenant: TenantID
    ) async -> StreamConflict {
        var missed: [RecordedEvent] = []
        if case .exact(let version) = expected, version < actual {
            let query = StreamQuery(
                stream, in: tenant, .forwards(after: max(version, .empty)), limit: EventStoreLimits.missedEventsMax)
            missed = (try? await read(query))?.events.filter { $0.version <= actual } ?? []
        }
        return StreamConflict(stream: stream, expected: expected, actual: actual, missed: missed)
    }
}

extension [Append] {
    /// Every tenant, category and event name of the batch.
    package var symbols: Set<String> {
        var texts: Set<String> = []
        for append in self {
            texts.insert(append.tenant.text)
            for part in append.streams {
                texts.insert(part.stream.category.text)
                for event in part.events { texts.insert(event.name.text) }
            }
        }
        return texts
    }
}
