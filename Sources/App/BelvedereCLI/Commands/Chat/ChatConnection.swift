import HTTP
import HTTPClient
import JSON
import Lifecycle
import Prelude
import WebSocket

/// One WebSocket to the gateway, as a stream of the messages that come.
struct ChatConnection: Sendable {
    /// Limit: messages that wait to be shown. A terminal that is so far behind resumes.
    private static let messagesMax = 10_000
    /// Limit: how long the server may be silent; it says something every ten seconds.
    private static let silenceMax = Duration.seconds(30)

    private final class Handler: ClientSocketHandler, Sendable {
        let incoming: AsyncStream<JSONValue>.Continuation
        let clock: any Clock
        let lastHeard: Lock<MonotonicTime>

        init(_ incoming: AsyncStream<JSONValue>.Continuation, _ clock: any Clock) {
            (self.incoming, self.clock, lastHeard) = (incoming, clock, Lock(clock.now))
        }

        func socket(_ socket: ClientSocket, text: UnsafeBufferPointer<UInt8>) {
            lastHeard.withLock { $0 = clock.now }
            guard let message = try? JSONValue(parsing: Array(text)) else { return }
            // Why the end: a message that is lost here would be a gap.
            if case .dropped = incoming.yield(message) { socket.close() }
        }
        func socket(_ socket: ClientSocket, binary: UnsafeBufferPointer<UInt8>) {}
        func socket(_ socket: ClientSocket, closed code: CloseCode) { incoming.finish() }
    }

    /// Ends with the connection.
    let messages: AsyncStream<JSONValue>
    private let socket: ClientSocket
    private let handler: Handler

    init(_ client: WebSocketClient, _ address: WebAddress, _ clock: any Clock) async throws {
        let (stream, incoming) = AsyncStream.makeStream(
            of: JSONValue.self, bufferingPolicy: .bufferingOldest(Self.messagesMax))
        let handler = Handler(incoming, clock)
        (messages, self.handler) = (stream, handler)
        socket = try await client.open(address, subprotocols: ["graphql-transport-ws"], handler: handler)
    }

    func send(_ message: JSONValue) { socket.send(text: message.bytes) }

    func close() {
        socket.close()
        handler.incoming.finish()
    }

    /// Closes the connection once nothing has come for too long: a network that is gone does not say so.
    func closeWhenSilent() async {
        while true {
            let heard = handler.lastHeard.withLock { $0 }
            if handler.clock.now >= heard + Self.silenceMax { return close() }
            guard (try? await handler.clock.sleep(until: heard + Self.silenceMax)) != nil else { return }
        }
    }
}
