import HTTP
import Networking

/// One request and the way to answer it, once, now or later; it does not know how either is framed.
///
///     waiting ── respond ──────────────► done
///        ├────── startStream ─► streaming ── finish ─► done
///        ├────── acceptWebSocket ──────► done
///        └────── client gone ──────────► gone (the handler's task is cancelled, `whenGone` is called)
///
/// Invariant: used on its loop only, but for `respond`, which brings itself there; a second answer is ignored.
// Safe because every member is used on the loop only, which tasks started here prefer and calls check.
package final class Exchange: @unchecked Sendable {
    enum State { case waiting, streaming, done, gone }

    package private(set) var request: Request
    /// The body of a route that takes it in pieces.
    package internal(set) var body: RequestBody?
    var transport: (any ExchangeTransport)?
    private(set) var state = State.waiting
    private var task: Task<Void, Never>?
    private var stream: ResponseStream?
    private var goneHandlers: [() -> Void] = []

    private let home: EventLoop

    init(_ request: Request, on loop: EventLoop) { (self.request, home) = (request, loop) }

    /// The loop that everything of this exchange happens on; nil when it is over.
    package var loop: EventLoop? { transport?.loop }

    /// What a handler keeps on the loop of this exchange, made when it is first asked for; nil when the exchange is
    /// over. It is touched on that loop only, so it needs no lock.
    package func value<Value: AnyObject>(of handler: AnyObject, _ make: () -> Value) -> Value? {
        transport?.services.value(of: handler, make)
    }

    /// True while an answer is still possible.
    package var isOpen: Bool { state == .waiting }

    // MARK: Answering at once

    /// Answers with a whole body; `isCompressible` lets it be compressed if the client wants and it is worth it.
    package func respond(
        _ status: HTTPStatus, _ fields: ResponseFields = ResponseFields(), body: UnsafeBufferPointer<UInt8>,
        isCompressible: Bool = false
    ) {
        guard home.isInLoop else {
            let copy = [UInt8](body)
            return home.execute { self.respond(status, fields, body: copy, isCompressible: isCompressible) }
        }
        guard let transport = takeTransport() else { return }
        if isCompressible, sendCompressed(status, fields, body, over: transport) { return }
        transport.send(status, fields, body: body)
    }

    /// Answers with a whole body.
    package func respond(
        _ status: HTTPStatus, _ fields: ResponseFields = ResponseFields(), body: [UInt8] = [],
        isCompressible: Bool = false
    ) {
        body.withUnsafeBufferPointer { respond(status, fields, body: $0, isCompressible: isCompressible) }
    }

    /// Answers with a plain sentence, for errors outside of any protocol.
    package func respond(_ status: HTTPStatus, text: StaticString) {
        respond(status, Self.plainText, body: text.bytes)
    }

    /// Answers with a body that other responses carry too, without copying it.
    package func respond(_ status: HTTPStatus, _ fields: ResponseFields, shared: SharedBytes) {
        guard home.isInLoop else { return home.execute { self.respond(status, fields, shared: shared) } }
        takeTransport()?.send(status, fields, shared: shared)
    }

    private static let plainText = ResponseFields([
        .contentType: "text/plain; charset=utf-8", .cacheControl: "no-store",
    ])

    // MARK: Answering later

    /// Runs the function as one task on the loop; it is cancelled when the client goes away.
    ///
    /// When it returns without an answer the client gets a 500.
    package func respondLater(_ body: @escaping @Sendable (Exchange) async -> Void) {
        guard let transport, state == .waiting, task == nil else { return }
        task = Task(executorPreference: transport.loop) { [self] in
            await body(self)
            taskEnded()
        }
    }

    private func taskEnded() {
        task = nil
        switch state {
        case .waiting: respond(.internalError, text: "Internal server error\n")
        case .streaming: stream?.finish()
        case .done, .gone: break
        }
    }

    // MARK: Streaming

    /// Sends the head and returns the way to send the body in pieces; nil when the client is gone.
    package func startStream(
        _ status: HTTPStatus, _ fields: ResponseFields = ResponseFields(), length: Int? = nil
    ) -> ResponseStream? {
        guard state == .waiting, let transport else { return nil }
        state = .streaming
        let stream = ResponseStream(self)
        self.stream = stream
        transport.sendHead(status, fields, length: length)
        return state == .streaming ? stream : nil
    }

    /// Calls the function when the client goes away before the answer is complete.
    package func whenGone(_ body: @escaping () -> Void) {
        if state == .gone { return body() }
        goneHandlers.append(body)
    }

    func streamEnded() {
        guard state == .streaming, let transport else { return }
        state = .done
        self.transport = nil
        stream = nil
        transport.sendEnd()
    }

    func streamFailed() {
        guard state == .streaming, let transport else { return }
        transport.abort()
    }

    // MARK: Life

    /// The client is gone, or the connection is: nobody will read an answer.
    func clientGone() {
        guard state == .waiting || state == .streaming else { return }
        state = .gone
        transport = nil
        task?.cancel()
        body?.fail()
        stream?.clientGone()
        stream = nil
        let handlers = goneHandlers
        goneHandlers = []
        for handler in handlers { handler() }
    }

    /// The client has ended its side; the answer may still be sent, but most likely nobody waits for it.
    func clientFinished() {
        task?.cancel()
        body?.fail()
    }

    func canWriteAgain() { stream?.canWriteAgain() }

    /// The server shuts down: endless streams end themselves in their own way.
    func drain() { stream?.drain() }

    var isStreaming: Bool { state == .streaming }

    /// Makes the object new for the next request of the connection; the request too, unless somebody holds it.
    func recycle() {
        if isKnownUniquelyReferenced(&request) {
            request.reset()
        } else {
            request = Request(peer: request.peer, isSecure: request.isSecure)
        }
        (state, task, stream, body, transport) = (.waiting, nil, nil, nil, nil)
        if !goneHandlers.isEmpty { goneHandlers = [] }
    }

    func takeTransport() -> (any ExchangeTransport)? {
        guard state == .waiting, let transport else {
            assert(state == .gone, "An exchange was answered twice.")
            return nil
        }
        assert(transport.loop.isInLoop, "An exchange was answered off its loop.")
        state = .done
        self.transport = nil
        return transport
    }
}
