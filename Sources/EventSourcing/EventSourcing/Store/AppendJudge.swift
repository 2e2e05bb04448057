import Prelude

/// Judges the appends of one batch, one after the other, for stores that have locked what the batch touches.
///
/// Pure: it is told what is stored and says what to store.
/// Invariant: the events it makes have the next positions without a gap and the next versions of their streams.
package struct AppendJudge {
    /// What is stored of a stream when the batch begins.
    package struct StreamState: Hashable, Sendable {
        package var version: StreamVersion
        package var isClosed: Bool

        package init(version: StreamVersion, isClosed: Bool) { (self.version, self.isClosed) = (version, isClosed) }
    }

    /// What is to be done about one append.
    package enum Judgement: Hashable, Sendable {
        /// Store the events, the outcome under the command id, and the stream states.
        case accepted(RecordedOutcome, [RecordedEvent])
        case duplicate(RecordedOutcome)
        case commandIDReused
        /// The store adds the missed events, which it has to read.
        case conflict(StreamName, ExpectedVersion, actual: StreamVersion)
        case streamClosed(StreamName)
    }

    package private(set) var streams: [StreamKey: StreamState]
    private var commands: [CommandKey: RecordedOutcome]
    package private(set) var head: LogHead

    /// Streams that are not listed have no events; commands that are not listed never took effect.
    package init(head: LogHead, streams: [StreamKey: StreamState], commands: [CommandKey: RecordedOutcome]) {
        (self.head, self.streams, self.commands) = (head, streams, commands)
    }

    /// Judges the next append and takes its effect into account for those after it.
    package mutating func judge(_ append: Append, at now: Timestamp) -> Judgement {
        let key = CommandKey(append.tenant, append.command)
        if let recorded = commands[key] {
            return recorded.request == append.request ? .duplicate(recorded) : .commandIDReused
        }
        if let obstacle = obstacle(to: append) { return obstacle }
        let events = record(append, at: now)
        let outcome = RecordedOutcome(
            request: append.request, epoch: head.epoch, position: head.position, eventCount: events.count,
            versions: append.streams.map { state(of: $0.stream, in: append.tenant).version }, data: append.data)
        commands[key] = outcome
        return .accepted(outcome, events)
    }

    private func state(of stream: StreamName, in tenant: TenantID) -> StreamState {
        streams[StreamKey(tenant, stream)] ?? StreamState(version: .empty, isClosed: false)
    }

    private func obstacle(to append: Append) -> Judgement? {
        for part in append.streams {
            let state = state(of: part.stream, in: append.tenant)
            if state.isClosed { return .streamClosed(part.stream) }
            if !part.expected.admits(state.version) {
                return .conflict(part.stream, part.expected, actual: state.version)
            }
        }
        return nil
    }

    private mutating func record(_ append: Append, at now: Timestamp) -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        var position = head.position
        for part in append.streams {
            var state = state(of: part.stream, in: append.tenant)
            for event in part.events {
                position = position.next
                state.version = state.version.next
                let id = EventID(command: append.command, ordinal: UInt16(clamping: events.count))
                events.append(
                    RecordedEvent(
                        position: position, stream: part.stream, version: state.version, name: event.name,
                        schemaVersion: event.schemaVersion, codec: event.codec, body: event.body,
                        metadata: EventMetadata(
                            tenant: append.tenant, id: id, origin: append.origin, occurred: event.occurred ?? now,
                            recorded: now)))
            }
            state.isClosed = part.closesStream
            streams[StreamKey(append.tenant, part.stream)] = state
        }
        head = LogHead(epoch: head.epoch, position: position, expired: head.expired)
        return events
    }
}
