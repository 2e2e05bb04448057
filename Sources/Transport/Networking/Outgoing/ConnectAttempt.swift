import CLinux
import Glibc
import Lifecycle

/// One socket on its way to one address.
final class ConnectAttempt: FileHandler {
    let address: SocketAddress
    private let loop: EventLoop
    private let ended: (ConnectAttempt, Result<Int32, SystemError>) -> Void
    private var descriptor: Int32 = -1
    private var file: FileRegistration?

    init(
        _ address: SocketAddress, on loop: EventLoop,
        ended: @escaping (ConnectAttempt, Result<Int32, SystemError>) -> Void
    ) {
        (self.address, self.loop, self.ended) = (address, loop, ended)
    }

    deinit { cancel() }

    /// Calls back later in the tick at the earliest.
    func start() {
        do throws(SystemError) {
            try connect()
        } catch {
            cancel()
            loop.later { self.ended(self, .failure(error)) }
        }
    }

    func cancel() {
        if let file { loop.remove(file) }
        file = nil
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    func ready(_ events: FileEvents) {
        guard let file else { return }
        loop.remove(file)
        self.file = nil
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
        if code == 0, events == .hangup { code = ECANCELED }
        guard code == 0 else {
            cancel()
            return ended(self, .failure(SystemError(code: code, call: "connect \(address)")))
        }
        let connected = descriptor
        descriptor = -1
        ended(self, .success(connected))
    }

    private func connect() throws(SystemError) {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        descriptor = socket(address.family, type, 0)
        guard descriptor >= 0 else { throw .last("socket") }
        if address.ip != nil { try ListeningSocket.prepareStream(descriptor, ListenerSettings()) }
        let code = address.withKernelForm { Glibc.connect(descriptor, $0, $1) }
        // A Unix socket whose listener's queue is full says EAGAIN; that is a failure to be reported like others.
        guard code == 0 || errno == EINPROGRESS else { throw .last("connect \(address)") }
        file = try loop.watch(descriptor, for: .writable, handler: self)
    }
}
