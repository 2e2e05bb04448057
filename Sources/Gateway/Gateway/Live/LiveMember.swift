import ContextKit
import EventSourcing
import Lifecycle
import Networking

/// One client's subscription: catching up by itself at first, then a member of a channel.
// Safe because every member is used on the loop only.
final class LiveMember: @unchecked Sendable {
    let operation: LiveOperation
    private let isExpired: (@Sendable () -> Bool)?
    private var seat: LiveSeat?
    private weak var hub: LiveHub?
    private var sink: (any LiveSink)?
    private var task: Task<Void, Never>?
    weak var channel: LiveChannel?
    /// What the viewer may see; nil before the first event of a gated feed, and for a feed without a gate.
    private var gate: (any LiveGate)?
    /// Everything up to here has been given to the sink.
    private var cursor: Cursor?

    init(
        _ operation: LiveOperation, seat: consuming LiveSeat, isExpired: (@Sendable () -> Bool)?, sink: any LiveSink,
        hub: LiveHub
    ) {
        self.seat = consume seat
        (self.operation, self.isExpired, self.sink, self.hub) = (operation, isExpired, sink, hub)
    }

    func begin() {
        guard let hub else { return }
        if cursor == nil, operation.start == nil, !operation.isGated, let end = hub.tailer.status.cursor {
            begun(at: end)
            return hub.join(self, at: end)
        }
        task = Task(executorPreference: hub.loop) { [self] in await catchUp(hub) }
    }

    /// The client wants no more.
    func cancel() {
        guard sink != nil else { return }
        sink = nil
        seat = nil
        task?.cancel()
        channel?.remove(self)
        hub?.ended()
    }

    /// Whether the viewer may see an event; asked at every delivery.
    func verdict(on event: RecordedEvent, _ note: LiveNote?) -> LiveVerdict { gate?.verdict(on: event, note) ?? .shown }

    /// Gives an event to the client as far as the viewer may see it.
    func take(_ payload: LivePayload?, of event: RecordedEvent, _ note: LiveNote?) {
        if let cursor, event.position <= cursor.position { return }
        switch verdict(on: event, note) {
        case .shown:
            if let payload { take(payload) }
        case .hidden: break
        case .last(let failure):
            if let payload { take(payload) }
            fail(LiveFailure(failure))
        }
    }

    private func take(_ payload: LivePayload) {
        guard let sink else { return }
        // Why at every delivery: a right that has ended must not show one event more.
        if let isExpired, isExpired() {
            return fail(LiveFailure(.unauthenticated, "The token has expired."))
        }
        cursor = payload.cursor
        sink.next(payload)
        if !sink.canTake { leaveChannel() }
    }

    /// A client that is behind goes on by itself, from the log and at its own pace: then what waits for it is bounded
    /// by what its connection holds, and it keeps nobody else.
    private func leaveChannel() {
        guard let channel else { return }
        self.channel = nil
        channel.remove(self)
        begin()
    }

    func heartbeat(_ cursor: Cursor) {
        if let isExpired, isExpired() {
            return fail(LiveFailure(.unauthenticated, "The token has expired."))
        }
        // Why not backwards: a member may have joined further on while the heartbeat waited for its turn.
        if let known = self.cursor, cursor.position < known.position { return }
        self.cursor = cursor
        sink?.heartbeat(cursor)
    }

    /// Tells the client where it begins, so that one that is cut before the first event can resume as well.
    private func begun(at start: Cursor) {
        cursor = start
        sink?.heartbeat(start)
    }

    func fail(_ failure: LiveFailure) {
        guard let sink else { return }
        cancel()
        sink.failed(failure)
    }

    /// Reads from the store and the ring until the end of the log is reached, at the pace of the client.
    private func catchUp(_ hub: LiveHub) async {
        guard let start = await startingPoint(hub) else {
            return fail(LiveFailure(.unavailable, "The log cannot be read just now."))
        }
        guard await openGate(after: start) else { return }
        if cursor == nil, operation.start == nil { begun(at: start) }
        cursor = start
        await untilSinkCanTake(hub)
        var feed = EventFeed(hub.tailer, after: start, filter: operation.filter, whenSlow: .catchUp)
        do throws(FeedError) {
            while sink != nil {
                let batch = try await feed.next(limit: 100, heartbeat: .milliseconds(1))
                guard let notes = await notes(on: batch) else { return }
                for event in batch.events {
                    let position = Cursor(epoch: batch.cursor.epoch, position: event.position)
                    let note = notes[event.position]
                    guard verdict(on: event, note) != .hidden else { continue }
                    take(await operation.result(of: event, note, at: position, on: hub.loop), of: event, note)
                    await untilSinkCanTake(hub)
                }
                guard sink != nil else { return }
                if batch.isLive {
                    cursor = batch.cursor
                    return hub.join(self, at: batch.cursor)
                }
            }
        } catch {
            fail(LiveFailure(error))
        }
    }

    /// Nil if they cannot be had, after telling the client.
    private func notes(on batch: FeedBatch) async -> LiveNotes? {
        do throws(PublicFailure) {
            return try await operation.notes(on: batch.events, at: batch.cursor)
        } catch {
            fail(LiveFailure(error))
            return nil
        }
    }

    /// Says false to whom the feed is closed, after telling them.
    private func openGate(after start: Cursor) async -> Bool {
        guard operation.isGated, gate == nil else { return true }
        do throws(PublicFailure) {
            gate = try await operation.gate(after: start)
            return sink != nil
        } catch {
            fail(LiveFailure(error))
            return false
        }
    }

    private func startingPoint(_ hub: LiveHub) async -> Cursor? {
        if let known = cursor ?? operation.start { return known }
        if let end = hub.tailer.status.cursor { return end }
        _ = try? await hub.tailer.poll()
        return hub.tailer.status.cursor
    }

    /// Limit: a slow client is looked at every 20 ms while a replay waits for it, and is cut at last.
    private func untilSinkCanTake(_ hub: LiveHub) async {
        let loop = hub.loop
        let deadline = loop.now + hub.limits.slowTimeout
        while let sink, !sink.canTake, !Task.isCancelled {
            if loop.now >= deadline, let cursor { return fail(LiveFailure(.slowConsumer(cursor))) }
            await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
                loop.schedule(after: .milliseconds(20)) { continuation.resume() }
            }
        }
    }
}

extension LiveOperation {
    func result(
        of event: RecordedEvent, _ note: LiveNote?, at cursor: Cursor, on loop: EventLoop
    ) async -> LivePayload? {
        await withUnsafeContinuation { continuation in
            result(of: event, note, at: cursor, on: loop) { continuation.resume(returning: $0) }
        }
    }
}

extension LiveFailure {
    init(_ failure: PublicFailure) {
        self.init(ErrorCode(rawValue: failure.code) ?? .internal, failure.message)
    }

    init(_ error: FeedError) {
        switch error {
        case .cursorExpired(let oldest):
            self.init(.positionExpired, "The log no longer has what follows this position.", cursor: ("oldest", oldest))
        case .resync(let head):
            self.init(.resync, "The log has been restored; read everything anew.", cursor: ("head", head))
        case .slowConsumer(let cursor):
            self.init(.slowConsumer, "You fell behind. Resume after the last position.", cursor: ("after", cursor))
        case .store, .cancelled:
            self.init(.unavailable, "The log cannot be read just now.")
        }
    }
}
