import Cryptography
import HTTP
import Lifecycle
import Networking
import Prelude
import Server
import Testing

@testable import Composition

/// An identity provider that publishes what a test lets it, and counts who asks.
final class KeyServer: Sendable {
    private struct State {
        var status = HTTPStatus.ok
        var body: [UInt8] = []
        var asked = 0
    }

    let loops: EventLoopGroup
    private let server: HTTPServer
    private let state: Lock<State>

    init() async throws {
        let state = Lock(State())
        self.state = state
        loops = try EventLoopGroup(count: 1)
        server = try HTTPServer(
            HTTPServer.Configuration(address: .loopback(port: 0)),
            router: Router([
                Route("/keys", [.get]) { exchange in
                    let (status, body) = state.withLock { state in
                        state.asked += 1
                        return (state.status, state.body)
                    }
                    exchange.respond(status, body: body)
                }
            ]), loops: loops.loops)
        try await server.start()
    }

    var asked: Int { state.withLock { $0.asked } }
    var url: String { "http://127.0.0.1:\(server.address.port)/keys" }

    func publish(_ keys: JSONWebKey...) throws { answer(.ok, try KeySet(keys).publicText()) }

    func answer(_ status: HTTPStatus, _ body: [UInt8]) {
        state.withLock { ($0.status, $0.body) = (status, body) }
    }

    /// From now on nobody is there.
    func goDown() async { await server.drain(within: .milliseconds(100)) }

    func stop() async {
        await goDown()
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            _ = try? DedicatedThread(name: "stop") { [loops] in
                loops.stop()
                continuation.resume()
            }
        }
    }
}
