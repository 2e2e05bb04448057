import EventSourcing

/// A store whose log has lost one event in the middle.
struct Holed: EventStore {
    let inner: any EventStore
    let hole: GlobalPosition

    init(_ inner: any EventStore, without hole: GlobalPosition) { (self.inner, self.hole) = (inner, hole) }

    func append(_ batch: [Append]) async throws(EventStoreError) -> [AppendResult] { try await inner.append(batch) }
    func outcome(of command: CommandID, in tenant: TenantID) async throws(EventStoreError) -> RecordedOutcome? {
        try await inner.outcome(of: command, in: tenant)
    }
    func read(_ query: StreamQuery) async throws(EventStoreError) -> StreamPage { try await inner.read(query) }
    func head() async throws(EventStoreError) -> LogHead { try await inner.head() }

    func read(_ query: LogQuery) async throws(EventStoreError) -> LogPage {
        var page = try await inner.read(LogQuery(after: query.after, filter: query.filter, limit: query.limit + 1))
        let events = page.events.filter { $0.position != hole }.prefix(query.limit)
        page = LogPage(events: Array(events), scanned: events.last?.position ?? page.scanned, head: page.head)
        return page
    }
}
