import Glibc
import Lifecycle
import Networking

/// Who sends over a session and gets what comes back; every call comes on the session's loop.
protocol RedisSessionOwner: AnyObject {
    /// Connected and signed in; commands may be sent.
    func sessionOpened()
    /// The replies, and on a subscribed connection the messages, in their order.
    func session(received reply: RedisReply)
    /// Nothing more comes for what was sent; `wasOpen` is false when an attempt to connect has failed.
    func sessionLost(wasOpen: Bool)
}

/// One connection to Redis that comes back by itself: dial, sign in, work, and after a loss wait and dial again.
///
///     idle ─ start ─► dialling ─► greeting ─► open
///                        ▲            │         │
///                        └─ waiting ◄─┴─ loss ──┘        stop ─► stopped, from everywhere
// Safe because every member is used on the session's loop only.
final class RedisSession: ConnectionDelegate, @unchecked Sendable {
    enum State: Equatable {
        case idle, dialling, greeting(repliesLeft: Int), open, waiting, stopped
    }

    let loop: EventLoop
    let endpoint: RedisEndpoint
    private let dialer: RedisDialer
    private let settings: RedisSettings
    private let greeting: RedisGreeting
    private weak var owner: (any RedisSessionOwner)?
    private weak var observer: (any RedisObserver)?

    private(set) var state = State.idle
    private var connection: Connection?
    private var reader: RedisReplyReader?
    private var loss: RedisLoss?
    private var backoff = RedisBackoff()
    private var random = SystemRandomNumberGenerator()
    /// Tells the timers and dials of this attempt from those of earlier ones.
    private var attempt: UInt64 = 0

    init(
        _ endpoint: RedisEndpoint, on loop: EventLoop, dialer: RedisDialer, settings: RedisSettings,
        owner: any RedisSessionOwner, observer: (any RedisObserver)?
    ) {
        (self.endpoint, self.loop, self.dialer, self.settings) = (endpoint, loop, dialer, settings)
        (self.owner, self.observer) = (owner, observer)
        greeting = RedisGreeting(endpoint, clientName: settings.clientName)
    }

    var isOpen: Bool { state == .open }
    var pendingBytes: Int { connection?.pendingOutput ?? 0 }

    /// Begins to connect, and goes on until it is stopped.
    func start() {
        guard state == .idle else { return }
        dial()
    }

    /// Queues bytes; everything queued in one tick leaves in one write.
    func send(_ command: RedisCommand) {
        guard state == .open else { return }
        connection?.write(command.encoded)
    }

    /// Gives the connection up; a new one is made.
    func drop(_ reason: RedisLoss) {
        guard connection != nil else { return }
        loss = reason
        connection?.abort()
    }

    func stop() {
        guard state != .stopped else { return }
        let wasOpen = state == .open
        state = .stopped
        attempt += 1
        connection?.close()
        owner?.sessionLost(wasOpen: wasOpen)
    }

    private func dial() {
        state = .dialling
        attempt += 1
        let attempt = attempt
        loop.schedule(after: settings.connectTimeout) { [weak self] in self?.giveUp(attempt) }
        dialer.dial(endpoint, on: loop, timeout: settings.connectTimeout) { [weak self] result in
            guard let self, self.attempt == attempt, state == .dialling else {
                if case .success(let connection) = result { connection.close() }
                return
            }
            switch result {
            case .success(let connection): start(connection, attempt)
            case .failure(let failure): retry(after: .notReached(failure.text), wasOpen: false)
            }
        }
    }

    /// Starts the connection, which under TLS means the handshake first.
    private func start(_ connection: Connection, _ attempt: UInt64) {
        do {
            try connection.start { [weak self] connection in
                guard let self, self.attempt == attempt, state == .dialling else { return nil }
                open(connection)
                return self
            }
        } catch {
            connection.close()
            retry(after: .notReached("\(error)"), wasOpen: false)
        }
    }

    /// The time for connecting and signing in is up.
    private func giveUp(_ attempt: UInt64) {
        guard self.attempt == attempt else { return }
        switch state {
        case .dialling:
            self.attempt += 1
            retry(after: .stalled, wasOpen: false)
        case .greeting: drop(.stalled)
        case .idle, .open, .waiting, .stopped: break
        }
    }

    private func open(_ connection: Connection) {
        self.connection = connection
        reader = RedisReplyReader(bytesMax: settings.replyBytesMax)
        loss = nil
        state = .greeting(repliesLeft: greeting.commands.count)
        for command in greeting.commands { connection.write(command.encoded) }
    }

    private func greeted() {
        state = .open
        backoff.reset()
        observer?.redisConnected()
        owner?.sessionOpened()
    }

    private func retry(after reason: RedisLoss, wasOpen: Bool) {
        guard state != .stopped else { return }
        state = .waiting
        let delay = backoff.next(using: &random)
        observer?.redisLost(reason, retryingIn: delay)
        loop.schedule(after: delay) { [weak self] in
            guard let self, state == .waiting else { return }
            dial()
        }
        owner?.sessionLost(wasOpen: wasOpen)
    }

    func connection(_ connection: Connection, received bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard let reader, reader.feed(bytes) else {
            drop(.notRedis)
            return bytes.count
        }
        do throws(RedisError) {
            while let reply = try reader.next() {
                take(reply)
                if connection.isClosed { break }
            }
        } catch {
            drop(.notRedis)
        }
        return bytes.count
    }

    private func take(_ reply: RedisReply) {
        switch state {
        case .open: owner?.session(received: reply)
        case .greeting(let left):
            if case .error(let error) = reply { return drop(.notAdmitted(error)) }
            state = .greeting(repliesLeft: left - 1)
            if left == 1 { greeted() }
        case .idle, .dialling, .waiting, .stopped: break
        }
    }

    func connectionPeerFinished(_ connection: Connection) {
        loss = loss ?? .closed("the server has ended the connection")
        connection.close(.peer)
    }

    func connection(_ connection: Connection, canWrite: Bool) {}

    func connection(_ connection: Connection, closed reason: CloseReason) {
        guard self.connection === connection else { return }
        self.connection = nil
        reader = nil
        let wasOpen = state == .open
        retry(after: loss ?? .closed(reason.word), wasOpen: wasOpen)
    }
}
