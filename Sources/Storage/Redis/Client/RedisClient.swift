import Lifecycle
import Networking
import Prelude

/// Commands to one Redis over one connection of one loop; all commands of a tick leave in one write.
///
/// It never waits for Redis to come back: a command without a connection fails at once, one without a reply fails after
/// its timeout, and after some failures in a row nothing is sent until a probe has succeeded. So whoever uses it as a
/// cache loses `commandTimeout` at most.
// Safe because everything but `call` is used on the loop only, and `call` goes there.
package final class RedisClient: @unchecked Sendable {
    package let loop: EventLoop
    let settings: RedisSettings
    /// What a command costs at most.
    package var commandTimeout: Duration { settings.commandTimeout }
    private weak var observer: (any RedisObserver)?
    private var session: RedisSession?
    private(set) var breaker = RedisBreaker()
    private(set) var inFlight = InFlightQueue()
    private var waitingForOpen: [OpenWaiter] = []
    private var isStallChecked = false
    private var isStopped = false

    /// Prepares a client; `start` connects it.
    package init(
        _ endpoint: RedisEndpoint, on loop: EventLoop, dialer: RedisDialer,
        settings: RedisSettings = RedisSettings(), observer: (any RedisObserver)? = nil
    ) {
        (self.loop, self.settings, self.observer) = (loop, settings, observer)
        session = RedisSession(
            endpoint, on: loop, dialer: dialer, settings: settings, owner: self, observer: observer)
    }

    /// Connects, and keeps connecting until `stop`; from any thread.
    package func start() {
        loop.execute { self.session?.start() }
    }

    /// Ends every command under way and closes the connection; from any thread.
    package func stop() {
        loop.execute {
            self.isStopped = true
            self.session?.stop()
            self.wakeWaiting(false)
        }
    }

    /// Whether commands can be sent now. Only on the loop.
    package var isConnected: Bool { session?.isOpen ?? false }
    /// Commands sent and not yet answered, with those whose time is up. Only on the loop.
    package var commandsInFlight: Int { inFlight.count }

    /// Returns true when the client is connected, false when it was stopped or the task was cancelled; for start-up
    /// checks and tests.
    package func connected() async -> Bool {
        let waiter = OpenWaiter()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.execute {
                    waiter.begin(continuation)
                    if self.isConnected || self.isStopped { waiter.end(self.isConnected) }
                    if !waiter.isOver { self.waitingForOpen.append(waiter) }
                }
            }
        } onCancel: {
            loop.execute {
                waiter.end(false)
                self.waitingForOpen.removeAll { $0 === waiter }
            }
        }
    }

    /// Sends one command and returns its reply; an error reply is thrown. From any task.
    package func call(_ command: RedisCommand, timeout: Duration? = nil) async throws(RedisError) -> RedisReply {
        let result: Result<RedisReply, RedisError> = await withUnsafeContinuation { continuation in
            if loop.isInLoop {
                submit(command, timeout: timeout, .task(continuation))
            } else {
                loop.execute { self.submit(command, timeout: timeout, .task(continuation)) }
            }
        }
        return try result.get()
    }

    /// As `call`, for code that runs on the loop and does not suspend; the function is called once, on the loop.
    package func send(
        _ command: RedisCommand, timeout: Duration? = nil,
        _ ended: @escaping (Result<RedisReply, RedisError>) -> Void
    ) {
        loop.preconditionInLoop()
        submit(command, timeout: timeout, .function(ended))
    }

    /// Runs a script by its hash, in full if the server does not know it.
    package func run(
        _ script: RedisScript, keys: [RedisWord], arguments: [RedisWord] = [], timeout: Duration? = nil
    ) async throws(RedisError) -> RedisReply {
        do throws(RedisError) {
            return try await call(script.commandByHash(keys: keys, arguments: arguments), timeout: timeout)
        } catch .refused(let error) where error.code == .noScript {
            return try await call(script.commandInFull(keys: keys, arguments: arguments), timeout: timeout)
        }
    }

    private func submit(_ command: RedisCommand, timeout: Duration?, _ waiter: RedisWaiter) {
        if let refusal = refusal(of: command) {
            observer?.redisCommandEnded(after: .zero, error: refusal)
            return waiter.end(.failure(refusal))
        }
        let timer = loop.schedule(after: timeout ?? settings.commandTimeout, self, tag: inFlight.nextNumber)
        inFlight.append(InFlightQueue.Entry(waiter: waiter, timer: timer, sentAt: loop.now))
        session?.send(command)
    }

    /// Why a command is not even sent.
    private func refusal(of command: RedisCommand) -> RedisError? {
        guard let session, !isStopped else { return .unavailable }
        guard inFlight.count < settings.inFlightMax,
            session.pendingBytes + command.encoded.count <= settings.pendingBytesMax
        else { return .overloaded }
        guard session.isOpen else {
            count(failure: true)
            return breaker.isOpen ? .circuitOpen : .unavailable
        }
        return breaker.allows(at: loop.now) ? nil : .circuitOpen
    }

    private func count(failure: Bool) {
        let wasOpen = breaker.isOpen
        if failure { breaker.failed(at: loop.now) } else { breaker.succeeded() }
        if breaker.isOpen != wasOpen { observer?.redisBreaker(isOpen: breaker.isOpen) }
    }

    private func wakeWaiting(_ isConnected: Bool) {
        let waiting = waitingForOpen
        waitingForOpen = []
        for waiter in waiting { waiter.end(isConnected) }
    }
}

/// Somebody who waits for the connection; may be over before it has begun, when its task was cancelled first.
// Safe because it is used on the client's loop only.
private final class OpenWaiter: @unchecked Sendable {
    private var continuation: CheckedContinuation<Bool, Never>?
    private(set) var isOver = false

    func begin(_ continuation: CheckedContinuation<Bool, Never>) {
        if isOver { continuation.resume(returning: false) } else { self.continuation = continuation }
    }

    func end(_ isConnected: Bool) {
        isOver = true
        continuation?.resume(returning: isConnected)
        continuation = nil
    }
}

extension RedisClient: TimerTarget {
    /// The time of one command is up: its caller goes on, its reply will be thrown away.
    package func timerFired(tag: UInt32) {
        guard let waiter = inFlight.abandon(tag) else { return }
        count(failure: true)
        observer?.redisCommandEnded(after: settings.commandTimeout, error: .timedOut)
        watchForStall()
        waiter.end(.failure(.timedOut))
    }

    /// Looks again later whether the oldest command has been answered, and gives the connection up if it has not.
    private func watchForStall() {
        guard !isStallChecked else { return }
        isStallChecked = true
        loop.schedule(after: settings.stallTimeout) { [weak self] in
            guard let self else { return }
            isStallChecked = false
            guard let oldest = inFlight.oldest else { return }
            if loop.now - oldest.sentAt >= settings.stallTimeout {
                session?.drop(.stalled)
            } else if oldest.waiter == nil {
                watchForStall()
            }
        }
    }
}

extension RedisClient: RedisSessionOwner {
    func sessionOpened() { wakeWaiting(true) }

    func session(received reply: RedisReply) {
        guard let entry = inFlight.popFirst() else { return session?.drop(.notRedis) ?? () }
        guard let waiter = entry.waiter else { return }
        loop.cancel(entry.timer)
        count(failure: false)
        if case .error(let error) = reply {
            observer?.redisCommandEnded(after: loop.now - entry.sentAt, error: .refused(error))
            waiter.end(.failure(.refused(error)))
        } else {
            observer?.redisCommandEnded(after: loop.now - entry.sentAt, error: nil)
            waiter.end(.success(reply))
        }
    }

    func sessionLost(wasOpen: Bool) {
        if !wasOpen { return }
        count(failure: true)
        // Why collect first: a waiter may send the next command, which belongs to the next connection.
        var lost: [InFlightQueue.Entry] = []
        while let entry = inFlight.popFirst() { lost.append(entry) }
        for entry in lost {
            guard let waiter = entry.waiter else { continue }
            loop.cancel(entry.timer)
            observer?.redisCommandEnded(after: loop.now - entry.sentAt, error: .disconnected)
            waiter.end(.failure(.disconnected))
        }
    }
}
