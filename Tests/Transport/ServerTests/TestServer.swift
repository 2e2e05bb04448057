import Glibc
import HTTP
import Lifecycle
import Networking
import Prelude
import Server

/// A server on a free port with a loop of its own, and what it counted.
final class TestServer: Sendable {
    let server: HTTPServer
    let group: EventLoopGroup
    let observer: CountingObserver

    init(_ routes: [Route], loops: Int = 1, _ change: (inout ServerLimits) -> Void = { _ in }) async throws {
        group = try EventLoopGroup(count: loops)
        observer = CountingObserver()
        var configuration = HTTPServer.Configuration(address: .loopback(port: 0))
        change(&configuration.limits)
        configuration.observer = observer
        server = try HTTPServer(configuration, router: Router(routes), loops: group.loops)
        try await server.start()
    }

    var port: UInt16 { server.address.port }

    func stop() async {
        // Why so short: clients of these tests keep their side open, which a drain waits for.
        await server.drain(within: .milliseconds(500))
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            Thread.run { [group] in
                group.stop()
                continuation.resume()
            }
        }
    }

    /// Runs the body beside a server and stops it whatever happens.
    static func with(
        _ routes: [Route], loops: Int = 1, _ change: (inout ServerLimits) -> Void = { _ in },
        _ body: (TestServer) async throws -> Void
    ) async throws {
        let server = try await TestServer(routes, loops: loops, change)
        do {
            try await body(server)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }
}

/// Blocking work of tests, off the pool of async code.
enum Thread {
    static func run(_ body: @escaping @Sendable () -> Void) {
        _ = try? DedicatedThread(name: "test", body)
    }

    static func value<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withUnsafeContinuation { continuation in
            run { continuation.resume(returning: body()) }
        }
    }
}

final class CountingObserver: ServerObserver {
    private let state = Lock((rejected: [String: Int](), statuses: [UInt16](), sockets: 0))

    func rejected(_ reason: String) { state.withLock { $0.rejected[reason, default: 0] += 1 } }
    func answered(_ request: Request, status: HTTPStatus, startedAt: MonotonicTime) {
        state.withLock { $0.statuses.append(status.rawValue) }
    }
    func socketsChanged(by delta: Int) { state.withLock { $0.sockets += delta } }

    var rejections: [String: Int] { state.withLock { $0.rejected } }
    var statuses: [UInt16] { state.withLock { $0.statuses } }
    var sockets: Int { state.withLock { $0.sockets } }
}

/// A blocking client that sends and reads raw bytes; every read is bounded by five seconds.
final class RawClient: @unchecked Sendable {
    let descriptor: Int32

    init(port: UInt16, receiveBuffer: Int32? = nil) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        if var receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    deinit { close(descriptor) }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(
                    descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Closes so that the server sees a reset.
    func reset() {
        var lingering = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &lingering, socklen_t(MemoryLayout<linger>.size))
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Bytes up to the end of the stream, a reset or five seconds of silence.
    func readAll() -> [UInt8] { read { _ in false } }

    /// Bytes until the condition holds.
    func read(until isEnough: ([UInt8]) -> Bool) -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while !isEnough(all) {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            all += buffer[..<count]
        }
        return all
    }

    /// Text until it ends with the given text.
    func read(until end: String) -> String {
        let end = Array(end.utf8)
        return String(
            decoding: read { $0.count >= end.count && $0.suffix(end.count).elementsEqual(end) }, as: UTF8.self)
    }

    /// Sends everything, reads until the server closes.
    static func exchange(_ text: String, port: UInt16) async -> String {
        await Thread.value {
            let client = RawClient(port: port)
            client.send(text)
            return String(decoding: client.readAll(), as: UTF8.self)
        }
    }
}

extension String {
    /// The text with `\n` as the line end of the wire.
    var wire: String { split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n") }

    /// Response status codes in the text, in order.
    var statuses: [String] {
        components(of: "HTTP/1.1 ").dropFirst().map { String($0.prefix(3)) }
    }

    func components(of separator: String) -> [String] {
        var result: [String] = []
        var rest = Substring(self)
        while let range = rest.firstRange(of: separator) {
            result.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return result + [String(rest)]
    }
}
