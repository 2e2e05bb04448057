import Glibc
import Lifecycle
import Prelude

/// Stands between client and server and can swallow the server's answers, then cut the line: a lost acknowledgement.
final class CuttingProxy: Sendable {
    let port: UInt16
    private let listener: Int32
    private let target: UInt16
    private let state = Lock(State())

    private struct State {
        var swallows = false
        var sockets: [Int32] = []
    }

    init?(target: UInt16) {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard let port = Self.bindLoopback(listener), listen(listener, 16) == 0 else { return nil }
        (self.port, self.target) = (port, target)
        let listener = listener
        _ = try? DedicatedThread(name: "proxy") { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0, let self else { return }
                self.serve(client)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// From now on nothing that the server says arrives, until `cut`.
    func swallowAnswers() { state.withLock { $0.swallows = true } }

    /// Closes every line and lets new ones through again.
    func cut() {
        let sockets = state.withLock { state in
            defer { state.sockets = [] }
            return state.sockets
        }
        for socket in sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        // Only now: an answer that has been read and not been passed on yet must find its line shut.
        state.withLock { $0.swallows = false }
    }

    private func serve(_ client: Int32) {
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.loopback(target)
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            close(client)
            close(server)
            return
        }
        state.withLock { $0.sockets += [client, server] }
        pump(client, server, isAnswer: false)
        pump(server, client, isAnswer: true)
    }

    private func pump(_ from: Int32, _ to: Int32, isAnswer: Bool) {
        _ = try? DedicatedThread(name: "proxy-pump") { [self] in
            var buffer = [UInt8](repeating: 0, count: 16_384)
            while true {
                let count = recv(from, &buffer, buffer.count, 0)
                if count <= 0 { break }
                if isAnswer, state.withLock({ $0.swallows }) { continue }
                if send(to, buffer, count, Int32(MSG_NOSIGNAL)) != count { break }
            }
            shutdown(to, Int32(SHUT_RDWR))
        }
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }

    private static func bindLoopback(_ socket: Int32) -> UInt16? {
        var address = loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let done = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        return done ? UInt16(bigEndian: address.sin_port) : nil
    }
}
