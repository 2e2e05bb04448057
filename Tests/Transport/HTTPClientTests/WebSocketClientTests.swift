import Compression
import HTTP
import HTTPClient
import Networking
import Synchronization
import Testing
import WebSocket

struct WebSocketClientTests {
    /// Answers the handshake, changed at will, and echoes frames until the peer closes.
    private static func echo(_ change: @escaping @Sendable (String) -> String = { $0 }) -> ScriptedServer.Script {
        { connection in
            let head = connection.readHead()
            let mark = "Sec-WebSocket-Key: "
            guard let start = head.firstRange(of: mark)?.upperBound else { return }
            let key = Array(head[start...].prefix { $0 != "\r\n" }.utf8)
            let accept = String(decoding: Handshake.accept(key), as: UTF8.self)
            connection.send(
                change(
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: \(accept)\r\n\r\n"))
            var machine = WebSocketMachine(
                role: .server, limits: WebSocketLimits(), deflate: nil, contexts: CompressionContexts())
            var pending: [UInt8] = []
            while true {
                let next = connection.read(1)
                guard !next.isEmpty else { return }
                pending += next
                var at = 0
                var output: [UInt8] = []
                let isOver = pending.withUnsafeBufferPointer { input -> Bool in
                    while true {
                        switch machine.next(input, at: &at) {
                        case .needsMore: return false
                        case .text:
                            _ = machine.message.withUnsafeBufferPointer { machine.encode(.text, $0, to: &output) }
                        case .binary, .ping, .pong: break
                        case .closed(let code):
                            machine.encodeClose(code, to: &output)
                            return true
                        case .refused: return true
                        }
                    }
                }
                pending.removeFirst(at)
                if !output.isEmpty { connection.send(output) }
                if isOver { return }
            }
        }
    }

    private func open(
        _ server: ScriptedServer, _ body: (ClientSocket, SocketNotes) async throws -> Void
    ) async throws {
        let address = try #require(WebAddress("ws://127.0.0.1:\(server.port)/socket"))
        try await withClientParts { connector, loops in
            let notes = SocketNotes()
            let socket = try await WebSocketClient(connector, loops: loops)
                .open(address, subprotocols: ["chat"], handler: notes)
            try await body(socket, notes)
        }
    }

    @Test func `a message is sent masked, echoed, and the socket closes cleanly`() async throws {
        try await open(try ScriptedServer(Self.echo())) { socket, notes in
            socket.send(text: Array("hello".utf8))
            #expect(await notes.next() == "text hello")
            socket.close()
            #expect(await notes.next() == "closed 1000")
        }
    }

    @Test(arguments: [
        ("101 Switching Protocols", "200 OK"), ("Upgrade: websocket", "Upgrade: other"),
        ("Sec-WebSocket-Accept: ", "Sec-WebSocket-Accept: x"),
        ("\r\n\r\n", "\r\nSec-WebSocket-Protocol: other\r\n\r\n"),
        ("\r\n\r\n", "\r\nSec-WebSocket-Extensions: unknown\r\n\r\n"),
    ])
    func `an answer that is no handshake is refused`(part: String, replacement: String) async throws {
        let server = try ScriptedServer(Self.echo { $0.replacing(part, with: replacement) })
        await #expect(throws: ClientFailure.handshake) { try await open(server) { _, _ in } }
    }
}

/// Writes down what comes, for one reader.
final class SocketNotes: ClientSocketHandler, Sendable {
    private let stream: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(100)) }

    func next() async -> String? {
        var iterator = stream.makeAsyncIterator()
        return await iterator.next()
    }

    func socket(_ socket: ClientSocket, text: UnsafeBufferPointer<UInt8>) {
        continuation.yield("text \(String(decoding: text, as: UTF8.self))")
    }
    func socket(_ socket: ClientSocket, binary: UnsafeBufferPointer<UInt8>) { continuation.yield("binary") }
    func socket(_ socket: ClientSocket, closed code: CloseCode) { continuation.yield("closed \(code.rawValue)") }
}
