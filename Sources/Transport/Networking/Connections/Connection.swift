import CLinux
import Glibc
import Lifecycle

/// One stream socket on its loop: input to a delegate, a bounded output queue, timeouts; TLS below when it is given.
///
///     opening (TLS handshake) ─► open ─► finishing (flush, then half-close, then linger) ─► closed
///                                  └──────────────── close, error, timeout ─────────────────┘
///
/// An idle connection owns no buffer: input is read into the loop's, output blocks belong to the loop's pool.
// Safe because every member is used on the connection's loop only.
package final class Connection: @unchecked Sendable {
    enum State {
        case opening, open, finishing, closed
    }

    package let loop: EventLoop
    package let peer: SocketAddress
    package var settings: ConnectionSettings
    package private(set) var bytesRead: UInt64 = 0
    package private(set) var bytesWritten: UInt64 = 0
    /// What `resumeReading` undoes.
    package internal(set) var isReadingPaused = false
    /// False between the high and the low mark of pending output.
    package internal(set) var canWrite = true

    let descriptor: Int32
    var file: FileRegistration?
    var state = State.opening
    var delegate: (any ConnectionDelegate)?
    var open: ((Connection) -> (any ConnectionDelegate)?)?
    var failed: ((CloseReason) -> Void)?
    var ticket: AdmissionTicket?
    var tls: TLSSession?

    var held = HeldInput()
    var mayRead = false
    var hasReadHangup = false
    var hasReadEnd = false
    var hasToldPeerFinished = false
    var isDelivering = false

    var output = OutputQueue()
    /// What the delegate has written and TLS has not encrypted yet.
    var clear = OutputQueue()
    var isBlocked = false
    var isFlushAsked = false
    var hasShutDown = false

    var timer = TimerID.none
    var timerDeadline = MonotonicTime(nanoseconds: .max)
    var lastActivity: MonotonicTime
    var blockedSince: MonotonicTime
    var phaseDeadline: MonotonicTime?

    /// Takes over a connected, non-blocking descriptor and closes it in the end.
    package init(
        _ descriptor: Int32, peer: SocketAddress, on loop: EventLoop, settings: ConnectionSettings,
        tls: TLSSession? = nil
    ) {
        (self.descriptor, self.peer, self.loop, self.settings, self.tls) = (descriptor, peer, loop, settings, tls)
        (lastActivity, blockedSince) = (loop.now, loop.now)
    }

    deinit {
        guard state != .closed else { return }
        assertionFailure("A connection was dropped without being closed.")
        Glibc.close(descriptor)
    }

    /// Starts the handshake if there is one; `open` chooses the delegate once the connection can carry its bytes, and
    /// may look at `security` for it. If the connection ends before that, `failed` is called instead.
    package func start(
        open: @escaping (Connection) -> (any ConnectionDelegate)?, failed: ((CloseReason) -> Void)? = nil
    ) throws(SystemError) {
        (self.open, self.failed) = (open, failed)
        file = try loop.watch(
            descriptor, for: [.readable, .writable, .readHangup, .edgeTriggered], handler: self)
        loop.openConnections += 1
        if tls == nil { didOpen() } else { startHandshake() }
    }

    func didOpen() {
        state = .open
        phaseDeadline = nil
        let choose = open
        (open, failed) = (nil, nil)
        delegate = choose?(self)
        guard delegate != nil else { return close() }
        updateTimer()
    }

    /// Sends what is pending, ends our direction, and closes when the peer has ended its own or does not in time.
    package func finish() {
        if state == .opening { return close() }
        guard state == .open else { return }
        state = .finishing
        isReadingPaused = false
        held.removeAll()
        phaseDeadline = nil
        flush()
        guard state != .closed else { return }
        // What the peer still sends is read and thrown away; closing with unread input would reset the stream and
        // could take the last response with it.
        if mayRead { loop.again(self, .readable) }
        updateTimer()
    }

    /// Closes at once; pending output is lost. The delegate hears of it later in the tick.
    package func close(_ reason: CloseReason = .local) {
        guard state != .closed else { return }
        let wasStarted = file != nil
        state = .closed
        loop.cancel(timer)
        if let file { loop.remove(file) }
        file = nil
        Glibc.close(descriptor)
        if wasStarted { loop.openConnections -= 1 }
        output.removeAll(pool: &loop.chunks)
        clear.removeAll(pool: &loop.chunks)
        held.removeAll()
        tls?.free()
        ticket?.release()
        ticket = nil
        if let failed { loop.later { failed(reason) } }
        (open, failed) = (nil, nil)
        guard let delegate else { return }
        self.delegate = nil
        loop.later { delegate.connection(self, closed: reason) }
    }

    /// Closes so that the peer sees a reset instead of a regular end.
    package func abort(_ reason: CloseReason = .local) {
        guard state != .closed else { return }
        var lingering = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &lingering, socklen_t(MemoryLayout<linger>.size))
        close(reason)
    }

    /// What TLS has agreed on; nil for a connection in the clear.
    package var security: TLSSession? { tls }

    package var isClosed: Bool { state == .closed }

    func didRead(_ count: Int) {
        bytesRead &+= UInt64(count)
        lastActivity = loop.now
    }

    func didWrite(_ count: Int) {
        bytesWritten &+= UInt64(count)
        lastActivity = loop.now
        blockedSince = loop.now
    }
}
