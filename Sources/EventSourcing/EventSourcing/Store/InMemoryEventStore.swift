import Prelude

/// The whole log in memory: for tests, demonstrations and as the model that other stores are compared with.
package final class InMemoryEventStore: EventStore, CommandMemory {
    private struct State {
        var head: LogHead
        var events: [RecordedEvent] = []
        var streams: [StreamKey: Stream] = [:]
        var commands: [CommandKey: RecordedOutcome] = [:]
        var snapshots: [SnapshotKey: Snapshot] = [:]
    }

    private struct Stream {
        var state = AppendJudge.StreamState(version: .empty, isClosed: false)
        /// Places of its events in `events`.
        var places: [Int] = []
    }

    private struct SnapshotKey: Hashable {
        let stream: StreamKey
        let schema: UInt32
    }

    private let state: Lock<State>
    private let now: @Sendable () -> Timestamp

    /// Begins with an empty log; `now` is the clock that sets the time of recording.
    package init(epoch: LogEpoch = .first, now: @escaping @Sendable () -> Timestamp) {
        state = Lock(State(head: LogHead(epoch: epoch, position: .start)))
        self.now = now
    }

    package func append(_ batch: [Append]) async throws(EventStoreError) -> [AppendResult] {
        try AppendRules.check(batch)
        let now = now()
        return state.withLock { state in Self.append(batch, to: &state, at: now) }
    }

    package func outcome(of command: CommandID, in tenant: TenantID) async throws(EventStoreError) -> RecordedOutcome? {
        state.withLock { $0.commands[CommandKey(tenant, command)] }
    }

    package func forgetCommands(
        through position: GlobalPosition, limit: Int
    ) async throws(EventStoreError) -> Int {
        state.withLock { state in
            let old = state.commands.filter { $0.value.position <= position }
                .sorted { $0.value.position < $1.value.position }.prefix(limit)
            for (key, _) in old { state.commands[key] = nil }
            return old.count
        }
    }

    package func read(_ query: StreamQuery) async throws(EventStoreError) -> StreamPage {
        state.withLock { state in
            guard let stream = state.streams[StreamKey(query.tenant, query.stream)] else {
                return StreamPage(events: [], version: .empty, state: .absent, hasMore: false)
            }
            let version = stream.state.version
            if stream.state.isClosed {
                return StreamPage(events: [], version: version, state: .closed, hasMore: false)
            }
            let range = Self.range(of: query, count: stream.places.count)
            var events = stream.places[range].map { state.events[$0] }
            let hasMore: Bool
            switch query.direction {
            case .forwards: hasMore = range.upperBound < stream.places.count
            case .backwards:
                events.reverse()
                hasMore = range.lowerBound > 0
            }
            return StreamPage(
                events: events, version: version, state: version == .empty ? .absent : .open, hasMore: hasMore)
        }
    }

    package func read(_ query: LogQuery) async throws(EventStoreError) -> LogPage {
        try state.withLock { state throws(EventStoreError) in
            guard query.after >= state.head.expired else { throw .positionExpired(oldest: state.head.expired) }
            var events: [RecordedEvent] = []
            var scanned = query.after
            var place = Int(clamping: query.after.number)
            while place < state.events.count, events.count < query.limit {
                let event = state.events[place]
                if query.filter.admits(event) { events.append(event) }
                scanned = event.position
                place += 1
            }
            return LogPage(events: events, scanned: scanned, head: state.head)
        }
    }

    package func head() async throws(EventStoreError) -> LogHead {
        state.withLock { $0.head }
    }

    /// Makes positions up to this one unreadable, as archiving does.
    package func expire(through position: GlobalPosition) {
        state.withLock { state in
            state.head = LogHead(epoch: state.head.epoch, position: state.head.position, expired: position)
        }
    }

    /// Loses everything after this position and begins a new epoch, as restoring an old backup does.
    package func restore(through position: GlobalPosition) {
        state.withLock { state in
            state.events.removeSubrange(min(state.events.count, Int(clamping: position.number))...)
            state.head = LogHead(
                epoch: LogEpoch(state.head.epoch.number &+ 1), position: GlobalPosition(Int64(state.events.count)))
            state.commands = state.commands.filter { $0.value.position <= position }
            for (key, stream) in state.streams {
                let places = stream.places.filter { $0 < state.events.count }
                let version = StreamVersion(Int64(places.count))
                state.streams[key] = Stream(state: .init(version: version, isClosed: false), places: places)
            }
        }
    }

    private static func range(of query: StreamQuery, count: Int) -> Range<Int> {
        switch query.direction {
        case .forwards(let version):
            let from = max(0, min(count, Int(clamping: version.number)))
            return from..<min(count, from + query.limit)
        case .backwards(let version):
            let end = version.map { max(0, min(count, Int(clamping: $0.number) - 1)) } ?? count
            return max(0, end - query.limit)..<end
        }
    }

    private static func append(_ batch: [Append], to state: inout State, at now: Timestamp) -> [AppendResult] {
        var results: [AppendResult] = []
        for append in batch {
            let key = CommandKey(append.tenant, append.command)
            var judge = AppendJudge(
                head: state.head,
                streams: Dictionary(
                    append.streams.compactMap { part in
                        let key = StreamKey(append.tenant, part.stream)
                        return state.streams[key].map { (key, $0.state) }
                    }, uniquingKeysWith: { first, _ in first }),
                commands: state.commands[key].map { [key: $0] } ?? [:])
            switch judge.judge(append, at: now) {
            case .accepted(let outcome, let events):
                keep(events, of: append, judge, in: &state)
                state.commands[key] = outcome
                results.append(.appended(outcome))
            case .duplicate(let outcome): results.append(.duplicate(outcome))
            case .commandIDReused: results.append(.commandIDReused)
            case .streamClosed(let stream): results.append(.streamClosed(stream))
            case .conflict(let stream, let expected, let actual):
                let missed = missed(of: StreamKey(append.tenant, stream), expected, in: state)
                results.append(
                    .conflict(StreamConflict(stream: stream, expected: expected, actual: actual, missed: missed)))
            }
        }
        return results
    }

    private static func keep(_ events: [RecordedEvent], of append: Append, _ judge: AppendJudge, in state: inout State)
    {
        for event in events {
            state.streams[StreamKey(append.tenant, event.stream), default: Stream()].places.append(state.events.count)
            state.events.append(event)
        }
        for (key, after) in judge.streams { state.streams[key, default: Stream()].state = after }
        state.head = judge.head
    }

    private static func missed(of key: StreamKey, _ expected: ExpectedVersion, in state: State) -> [RecordedEvent] {
        guard case .exact(let version) = expected, let stream = state.streams[key], version >= .empty else { return [] }
        return stream.places.dropFirst(Int(clamping: version.number)).prefix(EventStoreLimits.missedEventsMax)
            .map { state.events[$0] }
    }
}

extension InMemoryEventStore: SnapshotStore {
    package func snapshot(
        of stream: StreamName, in tenant: TenantID, schema: UInt32
    ) async throws(EventStoreError) -> Snapshot? {
        state.withLock { $0.snapshots[SnapshotKey(stream: StreamKey(tenant, stream), schema: schema)] }
    }

    package func save(_ snapshot: Snapshot) async throws(EventStoreError) {
        state.withLock { state in
            let key = SnapshotKey(stream: StreamKey(snapshot.tenant, snapshot.stream), schema: snapshot.schema)
            if let kept = state.snapshots[key], kept.version >= snapshot.version { return }
            state.snapshots[key] = snapshot
        }
    }

    package func removeSnapshots(of stream: StreamName, in tenant: TenantID) async throws(EventStoreError) {
        state.withLock { state in
            state.snapshots = state.snapshots.filter { $0.key.stream != StreamKey(tenant, stream) }
        }
    }
}
