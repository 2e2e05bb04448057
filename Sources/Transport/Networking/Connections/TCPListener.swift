import CLinux
import Glibc
import Lifecycle

/// Accepts connections on one loop; each loop has its own socket on the same port, and the kernel spreads the load.
///
/// At the limit in all, and when descriptors run out, it stops asking for events instead of spinning: clients wait in
/// the kernel's queue until there is room.
// Safe because everything but the constants is used on the listener's loop only.
package final class TCPListener: FileHandler, @unchecked Sendable {
    /// Called for each accepted connection before its handshake; it starts or closes the connection.
    package typealias Accept = @Sendable (Connection) -> Void

    package let loop: EventLoop
    /// The address in use, with the port that the kernel has chosen.
    package let address: SocketAddress
    private let descriptor: Int32
    private let settings: ListenerSettings
    private let admission: Admission
    private let tls: (@Sendable () -> TLSServerContext?)?
    private let accept: Accept
    private var file: FileRegistration?
    private var isPaused = false
    private var isClosed = false
    /// Times that accepting has paused for want of descriptors or memory. Only on the loop.
    package private(set) var exhaustions = 0

    private init(
        _ descriptor: Int32, address: SocketAddress, on loop: EventLoop, settings: ListenerSettings,
        admission: Admission, tls: (@Sendable () -> TLSServerContext?)?, accept: @escaping Accept
    ) {
        (self.descriptor, self.address, self.loop) = (descriptor, address, loop)
        (self.settings, self.admission, self.tls, self.accept) = (settings, admission, tls, accept)
    }

    deinit {
        if !isClosed { Glibc.close(descriptor) }
    }

    /// Binds one socket for each loop (one in all for a Unix socket); they accept after `start`.
    ///
    /// `tls` is asked for each connection, so that a reloaded certificate holds for new ones.
    package static func bind(
        _ address: SocketAddress, on loops: [EventLoop], settings: ListenerSettings = ListenerSettings(),
        admission: Admission, tls: (@Sendable () -> TLSServerContext?)? = nil, accept: @escaping Accept
    ) throws(SystemError) -> [TCPListener] {
        var bound = address
        var listeners: [TCPListener] = []
        for loop in address.ip == nil ? Array(loops.prefix(1)) : loops {
            let descriptor = try ListeningSocket.open(bound, settings)
            do throws(SystemError) {
                bound = try ListeningSocket.localAddress(of: descriptor)
            } catch {
                Glibc.close(descriptor)
                throw error
            }
            listeners.append(
                TCPListener(
                    descriptor, address: bound, on: loop, settings: settings, admission: admission, tls: tls,
                    accept: accept))
        }
        return listeners
    }

    /// Begins to accept. Only on the loop.
    package func start() throws(SystemError) {
        guard file == nil, !isClosed else { return }
        file = try loop.watch(descriptor, for: .readable, handler: self)
    }

    /// Takes what the kernel has already accepted, then closes the socket. Only on the loop.
    package func close() {
        guard !isClosed else { return }
        // Why: connections that the kernel has completed would otherwise be reset without a word.
        if file != nil, !isPaused { acceptWaiting(atMost: settings.backlog) }
        pause()
        isClosed = true
        Glibc.close(descriptor)
    }

    package func ready(_ events: FileEvents) {
        if events == .hangup { return close() }
        acceptWaiting(atMost: settings.acceptsPerTurnMax)
    }

    private func acceptWaiting(atMost limit: Int) {
        for _ in 0..<limit {
            if admission.isFull { return pauseUntilRoom() }
            var storage = sockaddr_storage()
            var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let accepted = withUnsafeMutablePointer(to: &storage) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    accept4(descriptor, $0, &size, Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
                }
            }
            if accepted >= 0 {
                admit(accepted, from: SocketAddress(storage) ?? .unix(path: ""))
            } else if !continues(after: errno) {
                return
            }
        }
    }

    private func admit(_ accepted: Int32, from peer: SocketAddress) {
        switch admission.admit(peer) {
        case .failure(let refused):
            Glibc.close(accepted)
            admission.onRefusal(refused.reason)
        case .success(let ticket):
            let session = tls.flatMap { $0() }.flatMap { $0.session() }
            guard tls == nil || session != nil else {
                Glibc.close(accepted)
                return ticket.release()
            }
            let connection = Connection(
                accepted, peer: peer, on: loop, settings: settings.connection, tls: session)
            connection.ticket = ticket
            accept(connection)
        }
    }

    /// Whether the next connection may be asked for after an error of accept(2).
    private func continues(after code: Int32) -> Bool {
        switch code {
        case EAGAIN, EBADF, EINVAL: return false
        case EMFILE, ENFILE, ENOBUFS, ENOMEM:
            exhaustions += 1
            pause()
            loop.schedule(after: settings.exhaustedPause) { [weak self] in self?.resume() }
            return false
        // Spec: accept(2) passes on errors of the connection that was being accepted; they are that one's alone.
        default: return true
        }
    }

    private func pauseUntilRoom() {
        guard !isPaused, !isClosed else { return }
        pause()
        admission.whenRoom { [loop, self] in loop.execute { self.resume() } }
    }

    private func pause() {
        isPaused = true
        if let file { loop.remove(file) }
        file = nil
    }

    private func resume() {
        guard isPaused, !isClosed else { return }
        isPaused = false
        do {
            try start()
        } catch {
            isPaused = true
            loop.schedule(after: settings.exhaustedPause) { [weak self] in self?.resume() }
        }
    }
}
