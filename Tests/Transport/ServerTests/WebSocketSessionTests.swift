import Compression
import HTTP
import Networking
import Server
import Synchronization
import Testing
import WebSocket

struct WebSocketSessionTests {
    private static let key = "dGhlIHNhbXBsZSBub25jZQ=="
    private static let upgrade = "GET /socket HTTP/1.1\nHost: h\nConnection: keep-alive, Upgrade\nUpgrade: WebSocket\n"
    private static let valid = upgrade + "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: \(key)\n"

    private static func route(_ handler: SocketProbe, _ options: WebSocketOptions = WebSocketOptions()) -> Route {
        Route("/socket", [.get]) { exchange in
            if let session = exchange.acceptWebSocket(options, handler: handler) { handler.opened(session) }
        }
    }

    /// Reads one server frame.
    private func frame(_ client: RawClient) -> [UInt8] {
        var bytes = client.read { $0.count >= 2 }
        guard bytes.count >= 2 else { return bytes }
        let short = Int(bytes[1])
        let header = short < 126 ? 2 : short == 126 ? 4 : 10
        if bytes.count < header { bytes += client.read { bytes.count + $0.count >= header } }
        let count = short < 126 ? short : bytes[2..<header].reduce(0) { $0 << 8 | Int($1) }
        let missing = header + count - bytes.count
        if missing > 0 { bytes += client.read { $0.count >= missing } }
        return bytes
    }

    /// A masked client frame; the key is zero, which leaves the payload as it is.
    private func masked(_ opcode: Opcode, _ text: String) -> [UInt8] {
        var output: [UInt8] = []
        Array(text.utf8).withUnsafeBufferPointer { FrameEncoder.append(opcode, $0, mask: 0, to: &output) }
        return output
    }

    private func open(_ server: TestServer, fields: String = "") -> (client: RawClient, answer: String) {
        let client = RawClient(port: server.port)
        client.send((Self.valid + fields + "\n").wire)
        return (client, client.read(until: "\r\n\r\n"))
    }

    @Test func `a handshake is answered and messages are echoed, also those sent with it`() async throws {
        try await TestServer.with([Self.route(SocketProbe())]) { server in
            let answer = await Thread.value {
                let client = RawClient(port: server.port)
                client.send(Array((Self.valid + "\n").wire.utf8) + masked(.text, "early"))
                return client.read(until: "early")
            }
            #expect(answer.statuses == ["101"])
            #expect(answer.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
            #expect(answer.hasSuffix("\u{5}early"))
        }
    }

    @Test(arguments: [
        (upgrade + "Sec-WebSocket-Version: 13\n", "400"),
        (upgrade + "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: short\n", "400"),
        (upgrade + "Sec-WebSocket-Version: 8\nSec-WebSocket-Key: \(key)\n", "426"),
        ("GET /socket HTTP/1.1\nHost: h\nUpgrade: websocket\n", "400"),
        ("GET /socket HTTP/1.1\nHost: h\nConnection: Upgrade\nUpgrade: h2c\n", "400"),
        (valid + "Origin: https://evil.example\n", "403"),
        (valid + "Sec-WebSocket-Protocol: graphql-ws\n", "400"),
    ])
    func `a handshake that breaks a rule is refused with its status`(request: String, status: String) async throws {
        let options = WebSocketOptions(
            subprotocols: ["graphql-transport-ws"], needsSubprotocol: true, origins: OriginList(["https://app.example"])
        )
        try await TestServer.with([Self.route(SocketProbe(), options)]) { server in
            let client = RawClient(port: server.port)
            client.send((request + "\n").wire)
            let answer = await Thread.value { client.read(until: "\n") }
            #expect(answer.statuses == [status])
            #expect(server.observer.sockets == 0)
        }
    }

    @Test func `subprotocol and compression are agreed on`() async throws {
        let options = WebSocketOptions(subprotocols: ["graphql-transport-ws"])
        try await TestServer.with([Self.route(SocketProbe(), options)]) { server in
            let fields =
                "Sec-WebSocket-Protocol: other, graphql-transport-ws\nSec-WebSocket-Extensions: permessage-deflate\n"
            let answer = await Thread.value { open(server, fields: fields).answer }
            #expect(answer.contains("Sec-WebSocket-Protocol: graphql-transport-ws\r\n"))
            #expect(answer.contains("Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover"))
        }
    }

    @Test func `a ping is answered and a close is answered with its code`() async throws {
        let probe = SocketProbe()
        try await TestServer.with([Self.route(probe)]) { server in
            let frames = await Thread.value {
                let client = open(server).client
                client.send(masked(.ping, "p"))
                let pong = frame(client)
                var close: [UInt8] = []
                FrameEncoder.appendClose(.normal, reason: "bye", mask: 0, to: &close)
                client.send(close)
                return [pong, client.readAll()]
            }
            #expect(frames == [[0x8a, 1, 0x70], [0x88, 2, 3, 232]])
        }
        #expect(probe.codes == [.normal])
    }

    @Test func `a broken rule closes the socket with its code and is counted`() async throws {
        let probe = SocketProbe()
        try await TestServer.with([Self.route(probe)]) { server in
            let answer = await Thread.value {
                let client = open(server).client
                client.send([0x81, 1, 0x61])
                return client.readAll()
            }
            #expect(answer == [0x88, 2, 3, 234])
            #expect(server.observer.rejections == ["socket_1002": 1])
        }
        #expect(probe.codes == [.protocolError])
    }

    @Test func `a socket that goes away without a word is reported as abnormal`() async throws {
        let probe = SocketProbe()
        try await TestServer.with([Self.route(probe)]) { server in
            await Thread.value { open(server).client.reset() }
        }
        #expect(probe.codes == [.abnormal])
    }

    @Test func `a drain tells sockets that the server goes away`() async throws {
        let probe = SocketProbe()
        let server = try await TestServer([Self.route(probe)])
        let client = await Thread.value { open(server).client }
        async let stopped: Void = server.stop()
        let goodbye = await Thread.value {
            let goodbye = frame(client)
            var close: [UInt8] = []
            FrameEncoder.appendClose(.goingAway, mask: 0, to: &close)
            client.send(close)
            return goodbye
        }
        #expect(goodbye.prefix(4) == [0x88, UInt8(goodbye.count - 2), 3, 233])
        await stopped
        #expect(probe.codes == [.goingAway])
    }

    @Test func `a client that does not read is closed when its queue is full`() async throws {
        let probe = SocketProbe()
        try await TestServer.with(
            [Self.route(probe)],
            {
                $0.socketQueueBytesMax = 64 << 10
                $0.writeStallTimeout = .milliseconds(300)
            }
        ) { server in
            let client = RawClient(port: server.port, receiveBuffer: 4096)
            client.send((Self.valid + "\n").wire)
            let session = await probe.session()
            let refused = await withUnsafeContinuation { continuation in
                session.loop.execute {
                    let message = [UInt8](repeating: 0x61, count: 32 << 10)
                    var rounds = 0
                    while session.send(text: message), rounds < 10_000 { rounds += 1 }
                    continuation.resume(returning: rounds < 10_000)
                }
            }
            #expect(refused)
            #expect(server.observer.rejections["slow_consumer"] == 1)
            await probe.closed()
            withExtendedLifetime(client) {}
        }
        #expect(probe.codes == [.tryAgainLater])
    }

    @Test func `a message encoded once reaches sockets of every loop`() async throws {
        let probe = SocketProbe()
        try await TestServer.with([Self.route(probe)], loops: 2) { server in
            let clients = await Thread.value { (0..<8).map { _ in open(server).client } }
            let message = Array("for all".utf8).withUnsafeBufferPointer { SharedMessage(text: $0) }
            for session in probe.sessions { session.send(message) }
            let frames = await Thread.value { clients.map { frame($0) } }
            #expect(frames == Array(repeating: [0x81, 7] + Array("for all".utf8), count: 8))
        }
    }

    @Test func `a silent peer is pinged and then given up`() async throws {
        let probe = SocketProbe()
        try await TestServer.with(
            [Self.route(probe)],
            {
                $0.socketPingInterval = .milliseconds(50)
                $0.socketPingPatience = .milliseconds(100)
            }
        ) { server in
            let frames = await Thread.value {
                let client = open(server).client
                let ping = frame(client)
                client.send(masked(.pong, ""))
                return [ping, frame(client), client.readAll()]
            }
            #expect(frames == [[0x89, 0], [0x89, 0], []])
            #expect(server.observer.rejections == ["socket_silent": 1])
        }
    }

    @Test func `a flood of frames ends the socket`() async throws {
        let probe = SocketProbe()
        try await TestServer.with(
            [Self.route(probe)],
            {
                $0.socketFrameBurst = 10
                $0.socketFramesPerSecond = 1
            }
        ) { server in
            let answer = await Thread.value {
                let client = open(server).client
                client.send((0..<20).flatMap { _ in masked(.pong, "") })
                return client.readAll()
            }
            #expect(answer.starts(with: [0x88]) && answer[2...3] == [3, 240])
            #expect(server.observer.rejections == ["socket_flood": 1])
        }
    }
}

/// Echoes, and remembers the sockets it met.
final class SocketProbe: WebSocketHandler, Sendable {
    private struct State {
        var sessions: [WebSocketSession] = []
        var codes: [CloseCode] = []
        var opening: UnsafeContinuation<WebSocketSession, Never>?
        var closing: UnsafeContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    var codes: [CloseCode] { state.withLock { $0.codes } }
    var sessions: [WebSocketSession] { state.withLock { $0.sessions } }

    /// The first socket, as soon as it is open.
    func session() async -> WebSocketSession {
        await withUnsafeContinuation { continuation in
            let first = state.withLock { state in
                if state.sessions.isEmpty { state.opening = continuation }
                return state.sessions.first
            }
            if let first { continuation.resume(returning: first) }
        }
    }

    /// Returns when the first socket is closed.
    func closed() async {
        await withUnsafeContinuation { continuation in
            let isClosed = state.withLock { state in
                if state.codes.isEmpty { state.closing = continuation }
                return !state.codes.isEmpty
            }
            if isClosed { continuation.resume() }
        }
    }

    func opened(_ session: WebSocketSession) {
        let waiting = state.withLock { state in
            state.sessions.append(session)
            defer { state.opening = nil }
            return state.opening
        }
        waiting?.resume(returning: session)
    }

    func socket(_ socket: WebSocketSession, text: UnsafeBufferPointer<UInt8>) { socket.send(text: text) }

    func socket(_ socket: WebSocketSession, binary: UnsafeBufferPointer<UInt8>) { socket.send(binary: binary) }

    func socket(_ socket: WebSocketSession, closed code: CloseCode) {
        let waiting = state.withLock { state in
            state.codes.append(code)
            defer { state.closing = nil }
            return state.closing
        }
        waiting?.resume()
    }
}
