import HTTP
import Lifecycle
import Networking
import WebSocket

/// The opening of one socket, and the delegate of its connection from then on.
// Safe because every member is used on the loop only.
final class SocketAttempt: ConnectionDelegate, @unchecked Sendable {
    let loop: EventLoop
    private let address: WebAddress
    private let subprotocols: [String]
    private let fields: ResponseFields
    private let client: WebSocketClient
    private let key: [UInt8]
    private var handler: (any ClientSocketHandler)?
    private var continuation: UnsafeContinuation<Result<ClientSocket, ClientFailure>, Never>?
    private var early: ClientFailure?
    private var machine: ResponseMachine
    private var head = ResponseHead()
    private var connection: Connection?
    private var socket: ClientSocket?
    private var timer = TimerID.none

    init(
        _ address: WebAddress, subprotocols: [String], fields: ResponseFields, client: WebSocketClient,
        loop: EventLoop, handler: any ClientSocketHandler
    ) {
        (self.address, self.subprotocols, self.fields) = (address, subprotocols, fields)
        (self.client, self.loop, self.handler) = (client, loop, handler)
        key = Handshake.key((UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max)))
        machine = ResponseMachine(limits: HTTPLimits())
        machine.expect(responseTo: .get)
    }

    func start(
        _ connector: Connector, _ tls: TLSClientContext?,
        _ continuation: UnsafeContinuation<Result<ClientSocket, ClientFailure>, Never>
    ) {
        if let early { return continuation.resume(returning: .failure(early)) }
        self.continuation = continuation
        timer = loop.schedule(after: client.timeout) { [self] in fail(.timeout) }
        connector.connect(to: .host(address.host, port: address.port), on: loop, tls: tls) { [self] result in
            switch result {
            case .failure(let failure): fail(.unreachable(failure))
            case .success(let connection): begin(connection)
            }
        }
    }

    private func begin(_ connection: Connection) {
        guard continuation != nil else { return connection.close() }
        self.connection = connection
        do throws(SystemError) {
            try connection.start { [self] opened in
                loop.later { self.sendRequest(opened) }
                return self
            } failed: { [self] reason in
                fail(.disconnected(ClientPool.text(reason)))
            }
        } catch {
            connection.close()
            fail(.disconnected(error.description))
        }
    }

    private func sendRequest(_ connection: Connection) {
        var all = ResponseFields([
            .upgrade: "websocket", .connection: "Upgrade", .secWebSocketVersion: "13",
        ])
        do throws(InvalidField) {
            try all.add(.secWebSocketKey, key)
            if !subprotocols.isEmpty { try all.add(.secWebSocketProtocol, subprotocols.joined(separator: ", ")) }
            if let offer = client.compression?.offer { try all.add(.secWebSocketExtensions, offer) }
        } catch {
            return fail(.handshake)
        }
        all.add(contentsOf: fields)
        var output: [UInt8] = []
        RequestEncoder.appendHead(.get, address, all, bodyCount: nil, to: &output)
        connection.write(output)
    }

    func fail(_ failure: ClientFailure) {
        guard let continuation else {
            if connection == nil { early = failure }
            return
        }
        self.continuation = nil
        handler = nil
        loop.cancel(timer)
        connection?.close()
        connection = nil
        continuation.resume(returning: .failure(failure))
    }

    func connection(_ connection: Connection, received bytes: UnsafeBufferPointer<UInt8>) -> Int {
        if let socket { return socket.received(bytes) }
        var at = 0
        switch machine.next(bytes, at: &at, head: &head) {
        case .needsMore: return at
        case .head: break
        case .body, .end: return bytes.count
        case .refused(let refusal):
            fail(.malformed(refusal))
            return bytes.count
        }
        guard let socket = accepted(connection) else {
            fail(.handshake)
            return bytes.count
        }
        return at + socket.received(UnsafeBufferPointer(rebasing: bytes[at...]))
    }

    /// Spec: RFC 6455 4.1, the client's part: status, upgrade, key, and nothing that was not offered.
    private func accepted(_ connection: Connection) -> ClientSocket? {
        guard let continuation, let handler, head.status == .switchingProtocols,
            head.text(of: .upgrade)?.lowercased() == "websocket",
            head.value(of: .secWebSocketAccept) == Handshake.accept(key)
        else { return nil }
        let chosen = head.text(of: .secWebSocketProtocol)
        if let chosen, !subprotocols.contains(chosen) { return nil }
        let answer = head.value(of: .secWebSocketExtensions)
        var deflate: DeflateParameters?
        if let negotiation = client.compression {
            do throws(HandshakeError) { deflate = try negotiation.agreed(answer) } catch { return nil }
        } else if answer != nil {
            return nil
        }
        let socket = ClientSocket(
            connection, subprotocol: chosen, deflate: deflate, limits: client.limits, handler: handler)
        self.socket = socket
        self.continuation = nil
        self.handler = nil
        loop.cancel(timer)
        continuation.resume(returning: .success(socket))
        return socket
    }

    func connectionPeerFinished(_ connection: Connection) {
        if let socket { socket.peerFinished() } else { fail(.disconnected("closed by the server")) }
    }

    func connection(_ connection: Connection, canWrite: Bool) {}

    func connection(_ connection: Connection, closed reason: CloseReason) {
        self.connection = nil
        if let socket { socket.closed() } else { fail(.disconnected(ClientPool.text(reason))) }
        socket = nil
    }
}
