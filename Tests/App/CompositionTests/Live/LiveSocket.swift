import HTTP
import HTTPClient
import JSON
import Testing
import WebSocket

/// A client of `graphql-transport-ws` that reads one message after the other.
struct LiveSocket: ResultSource {
    enum Incoming: Sendable {
        case message(JSONValue)
        case closed(UInt16)
    }

    /// The server has closed the socket.
    struct Closed: Error, Equatable { let code: UInt16 }

    private final class Handler: ClientSocketHandler, Sendable {
        let incoming: AsyncStream<Incoming>.Continuation

        init(_ incoming: AsyncStream<Incoming>.Continuation) { self.incoming = incoming }

        func socket(_ socket: ClientSocket, text: UnsafeBufferPointer<UInt8>) {
            incoming.yield(.message((try? JSONValue(parsing: Array(text))) ?? .null))
        }
        func socket(_ socket: ClientSocket, binary: UnsafeBufferPointer<UInt8>) {}
        func socket(_ socket: ClientSocket, closed code: CloseCode) {
            incoming.yield(.closed(code.rawValue))
            incoming.finish()
        }
    }

    private let socket: ClientSocket
    private var incoming: AsyncStream<Incoming>.Iterator

    init(to node: RunningNode, subprotocols: [String] = ["graphql-transport-ws"]) async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: Incoming.self)
        let address = try #require(WebAddress("http://127.0.0.1:\(node.port)/graphql"))
        socket = try await node.sockets.open(address, subprotocols: subprotocols, handler: Handler(continuation))
        incoming = stream.makeAsyncIterator()
    }

    /// A socket whose hello was accepted.
    init(to node: RunningNode, token: String?) async throws {
        try await self.init(to: node)
        hello(token)
        try #require(try await message()["type"] == "connection_ack")
    }

    func hello(_ token: String?) {
        let payload: JSONValue = token.map { ["authorization": .string("Bearer " + $0)] } ?? .object([])
        send(["type": "connection_init", "payload": payload])
    }

    func send(_ message: JSONValue) { socket.send(text: message.bytes) }

    func subscribe(
        _ id: String, _ query: String, variables: JSONValue = .null, resumeAfter: String? = nil,
        operation: String? = nil
    ) {
        var payload: [JSONValue.Member] = [.init("query", .string(query)), .init("variables", variables)]
        if let operation { payload.append(.init("operationName", .string(operation))) }
        if let resumeAfter {
            payload.append(.init("extensions", ["belvedere": ["resume": ["after": .string(resumeAfter)]]]))
        }
        send(["type": "subscribe", "id": .string(id), "payload": .object(payload)])
    }

    /// The next message of any type.
    mutating func anyMessage() async throws -> JSONValue {
        switch await incoming.next(isolation: #isolation) {
        case .message(let message)?: return message
        case .closed(let code)?: throw Closed(code: code)
        case nil: throw Closed(code: 1006)
        }
    }

    /// The next message that is no heartbeat.
    mutating func message() async throws -> JSONValue {
        while true {
            let message = try await anyMessage()
            if message["type"] != "ping" { return message }
        }
    }

    mutating func next() async throws -> JSONValue {
        let message = try await message()
        try #require(message["type"] == "next", "\(message.text)")
        return message["payload"] ?? .null
    }

    func cut() { socket.close() }
}

/// Where a test reads the results of one subscription.
protocol ResultSource {
    mutating func next() async throws -> JSONValue
    /// Goes away without a word of farewell.
    func cut()
}
