import Glibc
import Lifecycle
import Networking
import Prelude

/// A blocking server that answers each connection by a script, on a thread of its own.
final class ScriptedServer: Sendable {
    typealias Script = @Sendable (ScriptedConnection) -> Void

    let port: UInt16
    private let descriptor: Int32
    private let accepted = Lock(0)

    var connections: Int { accepted.withLock { $0 } }

    /// The nth connection is served by the nth script, later ones by the last.
    init(_ scripts: Script...) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        descriptor = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(listener, $0, size)
                _ = listen(listener, 16)
                _ = getsockname(listener, $0, &size)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        let accepted = accepted
        _ = try DedicatedThread(name: "scripted") {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                let index = accepted.withLock { count in
                    count += 1
                    return count - 1
                }
                let script = scripts[min(index, scripts.count - 1)]
                _ = try? DedicatedThread(name: "script") {
                    script(ScriptedConnection(descriptor: connection))
                    close(connection)
                }
            }
        }
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }
}

struct ScriptedConnection: Sendable {
    let descriptor: Int32

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) { _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

    /// The next head of a request; empty when the peer has closed.
    func readHead() -> String {
        var all: [UInt8] = []
        var byte: UInt8 = 0
        while !all.suffix(4).elementsEqual("\r\n\r\n".utf8), recv(descriptor, &byte, 1, 0) == 1 { all.append(byte) }
        return String(decoding: all, as: UTF8.self)
    }

    func read(_ count: Int) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        let got = recv(descriptor, &buffer, count, Int32(MSG_WAITALL))
        return Array(buffer.prefix(max(got, 0)))
    }

    /// Waits until the peer has closed.
    func waitForEnd() {
        var byte: UInt8 = 0
        while recv(descriptor, &byte, 1, 0) > 0 {}
    }
}

/// Loops, a resolver and a connector, stopped at the end.
func withClientParts(_ body: (Connector, EventLoopGroup) async throws -> Void) async throws {
    let group = try EventLoopGroup(count: 1)
    let pool = try WorkerPool(name: "resolver", threads: 1, queueMax: 16)
    let result: Result<Void, any Error>
    do {
        try await body(Connector(resolver: Resolver(pool: pool)), group)
        result = .success(())
    } catch {
        result = .failure(error)
    }
    await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
        _ = try? DedicatedThread(name: "stop") {
            group.stop()
            pool.stop()
            continuation.resume()
        }
    }
    try result.get()
}
