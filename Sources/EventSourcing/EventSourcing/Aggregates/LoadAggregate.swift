import Prelude

/// Folds streams into states: the newest snapshot, then the events after it, page by page.
package struct LoadAggregate: Sendable {
    /// Up to where a stream is folded.
    package enum Moment: Sendable {
        case now
        /// As it was when the log had this position.
        case position(GlobalPosition)
        /// As it was recorded at this time.
        case time(Timestamp)

        func includes(_ event: RecordedEvent) -> Bool {
            switch self {
            case .now: true
            case .position(let position): event.position <= position
            case .time(let time): event.metadata.recorded <= time
            }
        }
    }

    /// Limit: events in a page of a stream.
    package static let pageEvents = 500

    private let store: any EventStore
    private let snapshots: (any SnapshotStore)?
    private let sealing: EventSealing?

    package init(store: any EventStore, snapshots: (any SnapshotStore)? = nil, sealing: EventSealing? = nil) {
        (self.store, self.snapshots, self.sealing) = (store, snapshots, sealing)
    }

    /// The state of a stream now or at an earlier moment.
    package func load<State: Aggregate>(
        _ stream: StreamName, in tenant: TenantID, as type: State.Type = State.self, at moment: Moment = .now
    ) async throws(LoadError) -> Loaded<State> {
        var loaded = Loaded<State>()
        if case .now = moment, let snapshot = await newestSnapshot(of: stream, in: tenant, as: type) {
            loaded = snapshot
        }
        try await advance(&loaded, stream, in: tenant, to: moment)
        return loaded
    }

    /// Brings a state up to date with what was appended since.
    package func advance<State: Aggregate>(
        _ loaded: inout Loaded<State>, _ stream: StreamName, in tenant: TenantID, to moment: Moment = .now
    ) async throws(LoadError) {
        while true {
            let page = try await page(of: stream, in: tenant, after: loaded.version)
            if page.state == .closed { throw .closed(stream) }
            let events = page.events.prefix { moment.includes($0) }
            try loaded.advance(try await opened(Array(events)))
            if !page.hasMore || events.count < page.events.count { return }
        }
    }

    /// Goes on with events that are already at hand, such as those that a conflict brought along.
    package func advance<State: Aggregate>(
        _ loaded: inout Loaded<State>, with events: [RecordedEvent]
    ) async throws(LoadError) {
        try loaded.advance(try await opened(events))
    }

    /// The domain events that stored ones stand for.
    package func decoded<State: Aggregate>(
        _ events: [RecordedEvent], as type: State.Type
    ) async throws(LoadError) -> [State.Event] {
        try await opened(events).map { (event) throws(LoadError) in
            do throws(EventBodyError) {
                return try State.codec.decode(event)
            } catch {
                throw .undecodable(event.position, event.name, error)
            }
        }
    }

    /// Keeps a snapshot when enough events have come; losing one is no failure.
    package func snapshotIfDue<State: Aggregate>(
        _ loaded: Loaded<State>, _ stream: StreamName, in tenant: TenantID
    ) async {
        guard let snapshots, let form = State.snapshots else { return }
        guard loaded.version.number - loaded.snapshotVersion.number >= Int64(form.interval) else { return }
        // Why nothing is done about an error: the next command takes the snapshot, and until then loads are longer.
        try? await snapshots.save(
            Snapshot(
                tenant: tenant, stream: stream, version: loaded.version, schema: form.schema,
                body: form.encode(loaded.state)))
    }

    private func newestSnapshot<State: Aggregate>(
        of stream: StreamName, in tenant: TenantID, as type: State.Type
    ) async -> Loaded<State>? {
        guard let snapshots, let form = State.snapshots else { return nil }
        guard let kept = try? await snapshots.snapshot(of: stream, in: tenant, schema: form.schema),
            let state = form.decode(kept.body)
        else { return nil }
        return Loaded(state: state, version: kept.version)
    }

    private func page(
        of stream: StreamName, in tenant: TenantID, after version: StreamVersion
    ) async throws(LoadError) -> StreamPage {
        do throws(EventStoreError) {
            return try await store.read(
                StreamQuery(stream, in: tenant, .forwards(after: version), limit: Self.pageEvents))
        } catch {
            throw .store(error)
        }
    }

    private func opened(_ events: [RecordedEvent]) async throws(LoadError) -> [RecordedEvent] {
        guard let sealing else { return events }
        do throws(SealingError) {
            return try await sealing.open(events)
        } catch {
            throw .sealing(error)
        }
    }
}
