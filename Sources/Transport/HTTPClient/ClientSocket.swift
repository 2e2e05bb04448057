import Compression
import HTTP
import Networking
import WebSocket

/// Receives what a socket brings that we opened; every call comes on the socket's loop.
package protocol ClientSocketHandler: AnyObject {
    func socket(_ socket: ClientSocket, text: UnsafeBufferPointer<UInt8>)
    func socket(_ socket: ClientSocket, binary: UnsafeBufferPointer<UInt8>)
    /// The last call, exactly once.
    func socket(_ socket: ClientSocket, closed code: CloseCode)
}

/// A WebSocket to another server.
// Safe because every member is used on the loop only; the sending functions bring themselves there.
package final class ClientSocket: @unchecked Sendable {
    package let loop: EventLoop
    /// What the server chose of the subprotocols offered.
    package let subprotocol: String?
    private let connection: Connection
    private var machine: WebSocketMachine
    private var handler: (any ClientSocketHandler)?
    private var closeCode = CloseCode.abnormal
    private var isFinished = false

    init(
        _ connection: Connection, subprotocol: String?, deflate: DeflateParameters?, limits: WebSocketLimits,
        handler: any ClientSocketHandler
    ) {
        (self.connection, self.subprotocol, self.handler) = (connection, subprotocol, handler)
        loop = connection.loop
        // Spec: RFC 6455 5.3; keys come from a strong source, so that a page cannot choose what goes over the wire.
        machine = WebSocketMachine(
            role: .client, limits: limits, deflate: deflate, contexts: CompressionContexts(),
            nextMask: { UInt32.random(in: .min ... .max) })
        connection.setIdleTimeout(nil)
    }

    /// Sends a text message; it is dropped when the socket is over.
    package func send(text: [UInt8]) { send(.text, text) }

    /// Sends a binary message.
    package func send(binary: [UInt8]) { send(.binary, binary) }

    /// Sends a ping without payload.
    package func ping() { send(.ping, []) }

    private func send(_ opcode: Opcode, _ payload: [UInt8]) {
        guard loop.isInLoop else { return loop.execute { self.send(opcode, payload) } }
        var output: [UInt8] = []
        if payload.withUnsafeBufferPointer({ machine.encode(opcode, $0, to: &output) }) { connection.write(output) }
    }

    /// Sends a close frame; the server's answer ends the socket, or its silence does.
    package func close(_ code: CloseCode = .normal, reason: String = "") {
        guard loop.isInLoop else { return loop.execute { self.close(code, reason: reason) } }
        guard machine.mayEncode, !isFinished else { return }
        closeCode = code
        sendClose(code, reason)
        connection.setIdleTimeout(.seconds(5))
    }

    private func sendClose(_ code: CloseCode, _ reason: String) {
        var output: [UInt8] = []
        machine.encodeClose(code, reason: reason, to: &output)
        if !output.isEmpty { connection.write(output) }
    }

    private func finish() {
        isFinished = true
        connection.finish()
    }
}

extension ClientSocket {
    func received(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var at = 0
        while !isFinished {
            switch machine.next(bytes, at: &at) {
            case .needsMore: return at
            // Why a copy, which costs a reference: the handler may send, and so change the machine, meanwhile.
            case .text:
                let message = machine.message
                message.withUnsafeBufferPointer { handler?.socket(self, text: $0) }
            case .binary:
                let message = machine.message
                message.withUnsafeBufferPointer { handler?.socket(self, binary: $0) }
            case .ping:
                var output: [UInt8] = []
                machine.encodePong(to: &output)
                if !output.isEmpty { connection.write(output) }
            case .pong: break
            case .closed(let code):
                if closeCode == .abnormal { closeCode = code }
                sendClose(code, "")
                finish()
            case .refused(let code):
                closeCode = code
                sendClose(code, "")
                finish()
            }
        }
        return bytes.count
    }

    func peerFinished() { finish() }

    func closed() {
        isFinished = true
        let handler = handler
        self.handler = nil
        handler?.socket(self, closed: closeCode)
    }
}
