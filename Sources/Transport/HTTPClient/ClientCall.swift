import HTTP
import Lifecycle
import Networking

/// One call from its start to its only answer.
// Safe because every member is used on the loop only.
final class ClientCall: TimerTarget, @unchecked Sendable {
    let request: ClientRequest
    private let settings: ClientSettings
    private let loop: EventLoop
    private var continuation: UnsafeContinuation<Result<ClientResponse, ClientFailure>, Never>?
    private var early: ClientFailure?
    private var pool: ClientPool?
    private weak var connection: ClientConnection?
    private var head: ResponseHead?
    private var body: [UInt8] = []
    private var wholeTimer = TimerID.none
    private var firstByteTimer = TimerID.none
    private var hasTriedAgain = false

    private static let wholeTag: UInt32 = 1
    private static let firstByteTag: UInt32 = 2

    init(_ request: ClientRequest, settings: ClientSettings, loop: EventLoop) {
        (self.request, self.settings, self.loop) = (request, settings, loop)
    }

    var isOver: Bool { early != nil || pool != nil && continuation == nil }

    func start(
        in pool: ClientPool, _ continuation: UnsafeContinuation<Result<ClientResponse, ClientFailure>, Never>
    ) {
        if let early { return continuation.resume(returning: .failure(early)) }
        self.pool = pool
        self.continuation = continuation
        wholeTimer = loop.schedule(after: settings.wholeTimeout, self, tag: Self.wholeTag)
        pool.run(self)
    }

    /// The request goes out on this connection now.
    func begin(on connection: ClientConnection) {
        self.connection = connection
        (head, body) = (nil, [])
        firstByteTimer = loop.schedule(after: settings.firstByteTimeout, self, tag: Self.firstByteTag)
    }

    func received(_ head: ResponseHead) {
        self.head = head
        loop.cancel(firstByteTimer)
    }

    func received(_ piece: UnsafeBufferPointer<UInt8>) { body.append(contentsOf: piece) }

    func complete() {
        guard let head else { return fail(.malformed(.endedEarly)) }
        finish(.success(ClientResponse(head: head, body: body)))
    }

    /// The connection broke; `wasKept` says that it had served a call before this one.
    func broke(_ failure: ClientFailure, wasKept: Bool) {
        connection = nil
        loop.cancel(firstByteTimer)
        if wasKept, head == nil, request.isIdempotent, !hasTriedAgain, let pool, continuation != nil {
            hasTriedAgain = true
            return pool.run(self)
        }
        fail(failure)
    }

    func fail(_ failure: ClientFailure) {
        guard continuation != nil else {
            if pool == nil { early = failure }
            return
        }
        let connection = connection
        finish(.failure(failure))
        connection?.abandon()
    }

    private func finish(_ result: Result<ClientResponse, ClientFailure>) {
        guard let continuation else { return }
        self.continuation = nil
        connection = nil
        loop.cancel(wholeTimer)
        loop.cancel(firstByteTimer)
        continuation.resume(returning: result)
    }

    func timerFired(tag: UInt32) { fail(tag == Self.wholeTag ? .timeout : .firstByteTimeout) }
}
