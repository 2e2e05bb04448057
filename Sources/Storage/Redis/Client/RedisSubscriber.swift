import Lifecycle
import Networking

/// Messages of Redis channels, over a connection of its own that comes back by itself.
///
/// Limit of what Redis gives: a message published while the connection is away is lost. So `caughtUp` is told after
/// every time the connection came back, and whoever needs every message looks at the truth then. Messages are hints.
// Safe because everything is used on the loop only; the calls from elsewhere go there.
package final class RedisSubscriber: @unchecked Sendable {
    /// What a subscriber is told, on the loop.
    package struct Handlers {
        /// A message has come on a channel.
        package var message: (_ channel: [UInt8], _ payload: [UInt8]) -> Void
        /// Every channel is subscribed to, for the first time or again; messages may have been missed before.
        package var caughtUp: () -> Void

        package init(
            message: @escaping (_ channel: [UInt8], _ payload: [UInt8]) -> Void, caughtUp: @escaping () -> Void = {}
        ) {
            (self.message, self.caughtUp) = (message, caughtUp)
        }
    }

    /// Limit: channels of one connection.
    package static let channelsMax = 10_000
    /// How often a silent connection is asked whether it lives; two silent times end it.
    package static let pingInterval = Duration.seconds(10)

    package let loop: EventLoop
    private let handlers: Handlers
    private let pingInterval: Duration
    private var session: RedisSession?
    private var channels: Set<[UInt8]> = []
    /// Channels asked for on this connection whose confirmation has not come.
    private var unconfirmed = 0
    private var heardSincePing = true

    package init(
        _ endpoint: RedisEndpoint, on loop: EventLoop, dialer: RedisDialer,
        settings: RedisSettings = RedisSettings(), pingInterval: Duration = RedisSubscriber.pingInterval,
        observer: (any RedisObserver)? = nil, handlers: sending Handlers
    ) {
        (self.loop, self.handlers, self.pingInterval) = (loop, handlers, pingInterval)
        session = RedisSession(
            endpoint, on: loop, dialer: dialer, settings: settings, owner: self, observer: observer)
    }

    /// Connects, and keeps connecting until `stop`; from any thread.
    package func start() {
        loop.execute {
            self.session?.start()
            self.schedulePing()
        }
    }

    package func stop() {
        loop.execute { self.session?.stop() }
    }

    /// Adds channels, now and after every reconnect; from any thread. Channels beyond the limit are not added.
    package func subscribe(_ names: [[UInt8]]) {
        loop.execute {
            let room = Self.channelsMax - self.channels.count
            let new = names.filter { !self.channels.contains($0) }.prefix(max(0, room))
            self.channels.formUnion(new)
            self.ask("SUBSCRIBE", for: Array(new))
        }
    }

    package func unsubscribe(_ names: [[UInt8]]) {
        loop.execute {
            let known = names.filter { self.channels.remove($0) != nil }
            guard let session = self.session, session.isOpen, !known.isEmpty else { return }
            session.send(RedisCommand(words: ["UNSUBSCRIBE"] + known.map { RedisWord($0) }))
        }
    }

    private func ask(_ verb: RedisWord, for names: [[UInt8]]) {
        guard let session, session.isOpen, !names.isEmpty else { return }
        unconfirmed += names.count
        session.send(RedisCommand(words: [verb] + names.map { RedisWord($0) }))
    }

    private func schedulePing() {
        loop.schedule(after: pingInterval) { [weak self] in
            guard let self, let session, session.state != .stopped else { return }
            if session.isOpen {
                if heardSincePing { session.send(RedisCommand("PING")) } else { session.drop(.stalled) }
                heardSincePing = false
            }
            schedulePing()
        }
    }
}

extension RedisSubscriber: RedisSessionOwner {
    func sessionOpened() {
        heardSincePing = true
        unconfirmed = 0
        if channels.isEmpty { handlers.caughtUp() } else { ask("SUBSCRIBE", for: Array(channels)) }
    }

    func session(received reply: RedisReply) {
        heardSincePing = true
        guard let parts = reply.array, let kind = parts.first?.payload else { return }
        if kind.elementsEqual("message".utf8), parts.count == 3, let channel = parts[1].payload,
            let payload = parts[2].payload
        {
            // A message that was on its way when the channel was given up.
            guard channels.contains(channel) else { return }
            handlers.message(channel, payload)
        } else if kind.elementsEqual("subscribe".utf8), unconfirmed > 0 {
            unconfirmed -= 1
            if unconfirmed == 0 { handlers.caughtUp() }
        }
    }

    func sessionLost(wasOpen: Bool) { unconfirmed = 0 }
}
