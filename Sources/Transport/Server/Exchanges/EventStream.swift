import HTTP
import Networking

/// A stream of server-sent events to one client, with heartbeats and an end that tells the client when to come back.
// Safe because every member is used on the exchange's loop only.
package final class EventStream: TimerTarget, @unchecked Sendable {
    private static let fields = ResponseFields([
        .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
    ])

    private let stream: ResponseStream
    private let loop: EventLoop
    private let limits: ServerLimits
    private var timer = TimerID.none
    private var hasSent = true

    /// Sends the head at once, so that the client knows it is connected; nil when it is gone.
    package init?(_ exchange: Exchange, fields: ResponseFields = ResponseFields()) {
        guard let transport = exchange.transport else { return nil }
        var all = Self.fields
        all.add(contentsOf: fields)
        guard let stream = exchange.startStream(.ok, all) else { return nil }
        (self.stream, loop, limits) = (stream, transport.loop, transport.settings.limits)
        // Why a comment at once: some proxies hold a response back until its first byte.
        stream.write([0x3a, 0x0a, 0x0a])
        schedule()
        stream.whenDrained { [weak self] in self?.drain() }
        exchange.whenGone { [weak self] in self?.stop() }
    }

    package var isOpen: Bool { stream.isOpen }

    /// Sends one event; false when the client is gone or should be waited for.
    @discardableResult
    package func send(event: StaticString? = nil, id: [UInt8]? = nil, data: UnsafeBufferPointer<UInt8>) -> Bool {
        hasSent = true
        var bytes: [UInt8] = []
        bytes.reserveCapacity(data.count + 64)
        EventStreamEncoder.append(event: event, id: id, data: data, to: &bytes)
        return stream.write(bytes)
    }

    /// Sends an event that was encoded before, such as one for many clients.
    @discardableResult
    package func send(encoded: [UInt8]) -> Bool {
        hasSent = true
        return stream.write(encoded)
    }

    /// Waits until the client has taken enough; false when it is gone.
    package func ready() async -> Bool { await stream.ready() }

    /// Ends the stream.
    package func finish() {
        stop()
        stream.finish()
    }

    package func timerFired(tag: UInt32) {
        guard stream.isOpen else { return }
        if !hasSent { stream.write([0x3a, 0x0a, 0x0a]) }
        hasSent = false
        schedule()
    }

    private func schedule() { timer = loop.schedule(after: limits.eventStreamHeartbeat, self) }

    private func stop() { loop.cancel(timer) }

    /// Why spread: all clients of a node that goes down would otherwise come to the next one in the same moment.
    private func drain() {
        let base = max(Int(limits.eventStreamRetry.components.seconds) * 1000, 100)
        var bytes: [UInt8] = []
        EventStreamEncoder.appendRetry(milliseconds: Int.random(in: base...(2 * base)), to: &bytes)
        stream.write(bytes)
        finish()
    }
}
