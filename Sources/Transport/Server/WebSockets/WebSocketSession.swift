import Compression
import Lifecycle
import Networking
import WebSocket

/// One open socket of a client: send, close, and be told what comes.
///
///     open ─ close() ─► closing (waits for the peer's close frame, bounded) ─► finished
///       └─ peer's close, a broken rule, silence, a full queue ───────────────────┘
///
/// Invariant: the queue of a client that does not read never passes `socketQueueBytesMax`.
// Safe because every member is used on the loop only; the sending functions bring themselves there.
package final class WebSocketSession: @unchecked Sendable {
    package let loop: EventLoop
    package let peer: SocketAddress
    /// The subprotocol that was agreed on.
    package internal(set) var subprotocol: StaticString?
    let connection: Connection
    let services: LoopServices
    let settings: ServerSettings
    var handler: (any WebSocketHandler)?

    private var machine: WebSocketMachine
    private var closeCode = CloseCode.abnormal
    private var isFinished = false
    private var liveness: LivenessMachine
    private var timer = TimerID.none
    private var frameTokens: Int64
    private var tokensAt: MonotonicTime
    private static let livenessTag: UInt32 = 1
    private static let closeTag: UInt32 = 2

    init(_ connection: Connection, services: LoopServices, settings: ServerSettings, options: WebSocketOptions) {
        (self.connection, self.services, self.settings) = (connection, services, settings)
        (loop, peer) = (connection.loop, connection.peer)
        let limits = settings.limits
        machine = WebSocketMachine(
            role: .server, limits: options.limits ?? limits.webSocket, deflate: options.agreed,
            contexts: services.compression)
        liveness = LivenessMachine(
            intervalMilliseconds: limits.socketPingInterval.wholeMilliseconds,
            patienceMilliseconds: limits.socketPingPatience.wholeMilliseconds,
            now: connection.loop.now.nanoseconds / 1_000_000)
        frameTokens = Int64(limits.socketFrameBurst)
        tokensAt = connection.loop.now
        connection.setIdleTimeout(nil)
        settings.observer.socketsChanged(by: 1)
        timer = loop.schedule(after: limits.socketPingInterval, self, tag: Self.livenessTag)
    }

    /// True until a close frame was sent or the connection is gone.
    package var isOpen: Bool { machine.mayEncode && !isFinished }

    /// Bytes that the client has not taken yet.
    package var pendingBytes: Int { connection.pendingOutput }

    // MARK: Sending

    /// Sends a text message; false when it was not queued, because the socket is over or its queue was full.
    ///
    /// On another thread the bytes are copied to the loop and the answer is true.
    @discardableResult
    package func send(text: UnsafeBufferPointer<UInt8>) -> Bool { send(.text, text) }

    /// Sends a text message.
    @discardableResult
    package func send(text: [UInt8]) -> Bool { text.withUnsafeBufferPointer { send(.text, $0) } }

    /// Sends a binary message.
    @discardableResult
    package func send(binary: UnsafeBufferPointer<UInt8>) -> Bool { send(.binary, binary) }

    /// Sends a message that was encoded once for many sockets.
    @discardableResult
    package func send(_ message: SharedMessage) -> Bool {
        guard loop.isInLoop else {
            loop.execute { _ = self.send(message) }
            return true
        }
        let bytes = machine.takesSharedCompression ? message.compressed ?? message.plain : message.plain
        guard mayQueue(bytes.count) else { return false }
        connection.write(bytes)
        return true
    }

    /// True while the queue is short enough for a polite sender to go on.
    package var canSend: Bool { isOpen && connection.canWrite }

    private func send(_ opcode: Opcode, _ payload: UnsafeBufferPointer<UInt8>) -> Bool {
        guard loop.isInLoop else {
            let copy = [UInt8](payload)
            loop.execute { _ = copy.withUnsafeBufferPointer { self.send(opcode, $0) } }
            return true
        }
        guard mayQueue(payload.count) else { return false }
        services.withScratch { scratch in
            if machine.encode(opcode, payload, to: &scratch) { connection.write(scratch) }
        }
        return true
    }

    /// A client that lets its queue fill is told to come back later, which costs it nothing but the connection.
    private func mayQueue(_ count: Int) -> Bool {
        guard isOpen else { return false }
        let limit = settings.limits.socketQueueBytesMax - count
        // What only waits for the end of the tick is no sign of a slow client.
        if connection.pendingOutput > limit { connection.flush() }
        guard connection.pendingOutput <= limit else {
            settings.observer.rejected("slow_consumer")
            close(.tryAgainLater, reason: "slow consumer")
            return false
        }
        return true
    }

    /// Sends a close frame behind what is queued and waits, bounded, for the client's.
    package func close(_ code: CloseCode, reason: String = "") {
        guard loop.isInLoop else { return loop.execute { self.close(code, reason: reason) } }
        guard isOpen else { return }
        closeCode = code
        sendClose(code, reason)
        loop.cancel(timer)
        timer = loop.schedule(after: settings.limits.socketCloseTimeout, self, tag: Self.closeTag)
    }

    /// Leaves further messages with the kernel, which slows the client down.
    package func pauseReading() { connection.pauseReading() }

    /// Undoes `pauseReading`.
    package func resumeReading() { connection.resumeReading() }

    private func sendClose(_ code: CloseCode, _ reason: String) {
        services.withScratch { scratch in
            machine.encodeClose(code, reason: reason, to: &scratch)
            if !scratch.isEmpty { connection.write(scratch) }
        }
    }

    private func finish() {
        guard !isFinished else { return }
        isFinished = true
        loop.cancel(timer)
        connection.finish()
    }
}

extension WebSocketSession: ConnectionDriver {
    func received(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard !isFinished else { return bytes.count }
        liveness.heard(at: milliseconds)
        var at = 0
        while !isFinished, !connection.isReadingPaused {
            switch machine.next(bytes, at: &at) {
            case .needsMore: return at
            // Why a copy, which costs a reference: the handler may send, and so change the machine, meanwhile.
            case .text:
                let message = machine.message
                message.withUnsafeBufferPointer { handler?.socket(self, text: $0) }
            case .binary:
                let message = machine.message
                message.withUnsafeBufferPointer { handler?.socket(self, binary: $0) }
            case .ping:
                services.withScratch { scratch in
                    machine.encodePong(to: &scratch)
                    if !scratch.isEmpty, mayQueue(scratch.count) { connection.write(scratch) }
                }
            case .pong: break
            case .closed(let code):
                if closeCode == .abnormal { closeCode = code }
                sendClose(code, "")
                finish()
            case .refused(let code):
                settings.observer.rejected("socket_\(code.rawValue)")
                closeCode = code
                sendClose(code, "")
                finish()
            }
            if !isFinished, !takeFrameToken() {
                settings.observer.rejected("socket_flood")
                close(.policyViolation, reason: "too many messages")
                finish()
            }
        }
        return isFinished ? bytes.count : at
    }

    /// A bucket that fills with time; every frame takes one token.
    private func takeFrameToken() -> Bool {
        if frameTokens <= 0 {
            let elapsed = (loop.now - tokensAt).wholeMilliseconds
            let earned = elapsed * Int64(settings.limits.socketFramesPerSecond) / 1000
            frameTokens = min(earned, Int64(settings.limits.socketFrameBurst))
            if earned > 0 { tokensAt = loop.now }
        }
        frameTokens -= 1
        return frameTokens >= 0
    }

    func peerFinished() { finish() }

    func canWrite(_ canWrite: Bool) {
        if canWrite, isOpen { handler?.socketCanSend(self) }
    }

    func drain() { close(.goingAway, reason: "server is shutting down") }

    func closed(_ reason: CloseReason) {
        isFinished = true
        loop.cancel(timer)
        settings.observer.socketsChanged(by: -1)
        if case .writeStalled = reason { settings.observer.rejected(reason.word) }
        let handler = handler
        self.handler = nil
        handler?.socket(self, closed: closeCode)
    }

    private var milliseconds: Int64 { loop.now.nanoseconds / 1_000_000 }
}

extension WebSocketSession: TimerTarget {
    package func timerFired(tag: UInt32) {
        guard !isFinished else { return }
        if tag == Self.closeTag { return finish() }
        switch liveness.action(at: milliseconds) {
        case .giveUp:
            settings.observer.rejected("socket_silent")
            connection.abort()
        case .ping:
            services.withScratch { scratch in
                let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
                if machine.encode(.ping, none, to: &scratch) { connection.write(scratch) }
            }
            schedule(after: settings.limits.socketPingPatience)
        case .wait(let until): schedule(after: .milliseconds(max(until - milliseconds, 1)))
        }
    }

    private func schedule(after delay: Duration) { timer = loop.schedule(after: delay, self, tag: Self.livenessTag) }
}
