import EventSourcing

/// Passes everything on to a store and wakes the node's tailer after each append, so that an event is seen at once on
/// the node that made it.
struct WakingStore: EventStore {
    private let store: any EventStore
    private let tailer: Tailer

    init(_ store: any EventStore, _ tailer: Tailer) {
        (self.store, self.tailer) = (store, tailer)
    }

    func append(_ batch: [Append]) async throws(EventStoreError) -> [AppendResult] {
        let results = try await store.append(batch)
        tailer.wake()
        return results
    }

    func outcome(of command: CommandID, in tenant: TenantID) async throws(EventStoreError) -> RecordedOutcome? {
        try await store.outcome(of: command, in: tenant)
    }

    func read(_ query: StreamQuery) async throws(EventStoreError) -> StreamPage { try await store.read(query) }
    func read(_ query: LogQuery) async throws(EventStoreError) -> LogPage { try await store.read(query) }
    func head() async throws(EventStoreError) -> LogHead { try await store.head() }
}
