import HTTP
import Lifecycle
import Networking
import WebSocket

/// Opens WebSockets to other servers.
package struct WebSocketClient: Sendable {
    private let connector: Connector
    private let loops: EventLoopGroup
    private let tls: TLSClientContext?
    /// Bounds of frames and messages.
    package var limits = WebSocketLimits()
    /// What is offered; nil offers no compression.
    package var compression: DeflateNegotiation? = DeflateNegotiation()
    /// From the call to an open socket.
    package var timeout: Duration = .seconds(10)

    package init(_ connector: Connector, loops: EventLoopGroup, tls: TLSClientContext? = nil) {
        (self.connector, self.loops, self.tls) = (connector, loops, tls)
    }

    /// Connects and shakes hands; the handler gets its first message after this returns or shortly before.
    package func open(
        _ address: WebAddress, subprotocols: [String] = [], fields: ResponseFields = ResponseFields(),
        handler: sending any ClientSocketHandler
    ) async throws(ClientFailure) -> ClientSocket {
        guard !address.isSecure || tls != nil else { throw .notSecured }
        let attempt = SocketAttempt(
            address, subprotocols: subprotocols, fields: fields, client: self, loop: loops.next(), handler: handler)
        let (connector, tls) = (connector, address.isSecure ? tls : nil)
        let result: Result<ClientSocket, ClientFailure> = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                attempt.loop.execute { attempt.start(connector, tls, continuation) }
            }
        } onCancel: {
            attempt.loop.execute { attempt.fail(.cancelled) }
        }
        return try result.get()
    }
}
