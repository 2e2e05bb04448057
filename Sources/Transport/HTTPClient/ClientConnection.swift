import HTTP
import Networking

/// One outgoing connection: one call at a time, kept between calls.
final class ClientConnection: ConnectionDelegate {
    let origin: ClientPool.Origin
    private let connection: Connection
    private let pool: ClientPool
    private var machine: ResponseMachine
    private var head = ResponseHead()
    private var call: ClientCall?
    private var served = 0

    init(_ connection: Connection, origin: ClientPool.Origin, pool: ClientPool) {
        (self.connection, self.origin, self.pool) = (connection, origin, pool)
        machine = ResponseMachine(limits: pool.settings.http)
    }

    var isClosed: Bool { connection.isClosed }

    func run(_ call: ClientCall) {
        guard !connection.isClosed else { return call.broke(.disconnected("closed"), wasKept: served > 0) }
        self.call = call
        machine.expect(responseTo: call.request.method)
        call.begin(on: self)
        var output: [UInt8] = []
        let request = call.request
        RequestEncoder.appendHead(
            request.method, request.address, request.fields, bodyCount: request.bodyCount, to: &output)
        connection.write(output)
        if !request.body.isEmpty { connection.write(request.body) }
    }

    /// The call is over without its answer, so the connection cannot be used again.
    func abandon() {
        call = nil
        connection.close()
    }

    func connection(_ connection: Connection, received bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var at = 0
        while let call {
            switch machine.next(bytes, at: &at, head: &head) {
            case .needsMore: return at
            case .head: call.received(head)
            case .body(let range): call.received(UnsafeBufferPointer(rebasing: bytes[range]))
            case .end: answered(call)
            case .refused(let refusal):
                self.call = nil
                call.fail(.malformed(refusal))
                connection.close()
                return bytes.count
            }
        }
        // Bytes that nobody asked for would be taken for the answer to the next call.
        if at < bytes.count { connection.close() }
        return bytes.count
    }

    private func answered(_ call: ClientCall) {
        served += 1
        self.call = nil
        call.complete()
        guard head.keepsAlive else { return connection.close() }
        // Why later: what else has come with the answer is seen before the connection is lent again.
        connection.loop.later { [self] in
            if self.call == nil { pool.free(self) }
        }
    }

    func connectionPeerFinished(_ connection: Connection) {
        if let call, case .end = machine.ended() { answered(call) }
        connection.close(.peer)
    }

    func connection(_ connection: Connection, canWrite: Bool) {}

    func connection(_ connection: Connection, closed reason: CloseReason) {
        let call = call
        self.call = nil
        pool.closed(self)
        call?.broke(.disconnected(ClientPool.text(reason)), wasKept: served > 0)
    }
}
