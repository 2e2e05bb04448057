import HTTP
import Lifecycle
import Networking

/// HTTP/1.1 on one connection: one exchange at a time, in order, everything that is ready in one write.
///
///     head ─► body (buffered: collected; streamed: passed on) ─► answered ─► next head
///
/// While an exchange waits for its handler, what the client pipelines behind it stays with the kernel.
final class HTTP1Driver: ConnectionDriver {
    enum Response {
        case none
        case chunked
        case length(left: Int)
        case untilClose
        /// HEAD, 204, 304: pieces are swallowed.
        case withoutBody
        case done
    }

    let connection: Connection
    let services: LoopServices
    let settings: ServerSettings
    unowned let owner: ServerConnection
    var machine: RequestMachine
    var exchange: Exchange
    var response = Response.none
    var startedAt = MonotonicTime.zero
    var status = HTTPStatus.ok
    /// The head said `Connection: close`.
    var promisedEnd = false
    private var route = MissedRoute.notFound
    /// The method and the path that led to the route, if nothing else of the request did; no path is empty.
    private var routed: (method: HTTPMethod, path: [UInt8]) = (.get, [])
    private var requests = 0
    /// A head was read and its exchange is not over.
    var isInExchange = false
    private(set) var isRequestComplete = false
    private var isProcessing = false
    /// The exchange was answered and must be renewed before the next head is read into it.
    private var isExchangeSpent = false
    /// Nothing more is read: the connection ends, or belongs to another driver.
    var isOver = false
    private var hasPeerFinished = false
    private var timer = TimerID.none
    private var bodyBytes = 0

    private static let headTag: UInt32 = 1
    private static let bodyTag: UInt32 = 2

    init(_ connection: Connection, services: LoopServices, settings: ServerSettings, owner: ServerConnection) {
        (self.connection, self.services, self.settings, self.owner) = (connection, services, settings, owner)
        machine = RequestMachine(limits: settings.http)
        exchange = Exchange(Request(peer: connection.peer, isSecure: settings.isSecure), on: services.loop)
        startTimer(Self.headTag, settings.limits.headTimeout)
    }

    // MARK: Input

    func received(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard !isOver else { return bytes.count }
        isProcessing = true
        let used = process(bytes)
        isProcessing = false
        if isExchangeSpent { renewExchange() }
        return used
    }

    private func process(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var at = 0
        while !isOver {
            if isExchangeSpent { renewExchange() }
            // What follows must wait for the answer, and for a client that does not take its answers.
            if isInExchange && isRequestComplete || !connection.canWrite && !machine.isEndDue {
                connection.pauseReading()
                break
            }
            switch machine.next(bytes, at: &at, head: &exchange.request.head) {
            case .needsMore:
                wait(hasHeadBytes: at < bytes.count)
                return at
            case .head: begin(hasBodyBytes: at < bytes.count)
            case .body(let range): take(UnsafeBufferPointer(rebasing: bytes[range]))
            case .end: endRequest()
            case .refused(let refusal): refuse(refusal.status, refusal.rawValue)
            }
            if isInExchange, !isRequestComplete, !machine.isEndDue, exchange.body?.isFull == true {
                connection.pauseReading()
                break
            }
        }
        return at
    }

    /// Starts the clock on a head or body that is not there whole; the usual request never comes here.
    private func wait(hasHeadBytes: Bool) {
        if isInExchange {
            startTimer(Self.bodyTag, settings.limits.bodyRateInterval)
        } else if hasHeadBytes {
            startTimer(Self.headTag, settings.limits.headTimeout)
        }
    }

    private func begin(hasBodyBytes: Bool) {
        stopTimer()
        let request = exchange.request
        requests += 1
        (isInExchange, isRequestComplete, response, bodyBytes) = (true, false, .none, 0)
        findRoute(of: request)
        guard request.head.body != .none else { return }
        if let refusal = machine.limitBody(to: route.bodyBytesMax ?? settings.limits.http.bodyBytesMax, request.head) {
            return refuse(refusal.status, refusal.rawValue)
        }
        if request.head.expectsContinue, !hasBodyBytes {
            // Why not for a route that does not exist: the body would be sent for nothing.
            guard !route.methods.isEmpty else { return dispatch() }
            services.withScratch { scratch in
                ResponseEncoder.appendContinue(to: &scratch)
                connection.write(scratch)
            }
        }
        guard route.bodyMode == .streamed else { return }
        exchange.body = RequestBody(self)
        dispatch()
    }

    /// Why the last one is looked at first: a connection most often asks for one path.
    private func findRoute(of request: Request) {
        let head = request.head
        let isKnown = head.withBytes(of: head.path) { path in
            path.count == routed.path.count && path.elementsEqual(routed.path)
        }
        if isKnown, head.method == routed.method {
            request.route = route.pattern
            return
        }
        routed.path = []
        switch settings.router.find(head) {
        case .route(let found, let parameters):
            route = found
            request.route = found.pattern
            if parameters.isEmpty {
                routed = (head.method, head.copy(head.path))
            } else {
                request.parameters = parameters
            }
        case .notFound: route = MissedRoute.notFound
        case .methodNotAllowed(let methods): route = MissedRoute.methodNotAllowed(methods)
        }
    }

    private func take(_ piece: UnsafeBufferPointer<UInt8>) {
        bodyBytes += piece.count
        if let body = exchange.body { body.append(piece) } else { exchange.request.body.append(contentsOf: piece) }
    }

    private func endRequest() {
        stopTimer()
        isRequestComplete = true
        guard let body = exchange.body else { return dispatch() }
        body.finish()
        if case .done = response { next() }
    }

    private func dispatch() {
        startedAt = services.loop.now
        exchange.transport = self
        route.handler.respond(to: exchange)
    }

    // MARK: Between requests

    var mayStay: Bool {
        isRequestComplete && exchange.request.head.keepsAlive && !services.isDraining && !hasPeerFinished
            && requests < settings.limits.requestsPerConnectionMax
    }

    /// The answer is complete; the connection ends or goes on with the next request.
    func responseEnded(stays: Bool) {
        response = .done
        settings.observer.answered(exchange.request, status: status, startedAt: startedAt)
        guard stays else { return end() }
        if isRequestComplete { next() }
    }

    private func next() {
        isInExchange = false
        isExchangeSpent = true
        guard !isProcessing else { return }
        // Its task still holds it; by the next request it will not, and only a large body is worth being rid of before.
        if exchange.request.isLarge { renewExchange() }
        if services.isDraining { end() } else { connection.resumeReading() }
    }

    /// Makes the exchange ready for another request, or replaces it when somebody else holds it.
    ///
    /// Why not as soon as it is answered: the handler that answers at once still holds it then.
    private func renewExchange() {
        isExchangeSpent = false
        if isKnownUniquelyReferenced(&exchange) {
            exchange.recycle()
        } else {
            exchange = Exchange(Request(peer: connection.peer, isSecure: settings.isSecure), on: services.loop)
        }
    }

    func end() {
        stopTimer()
        isOver = true
        isInExchange = false
        connection.finish()
    }

    /// Answers with an error of the protocol itself and ends the connection.
    private func refuse(_ status: HTTPStatus, _ reason: String) {
        settings.observer.rejected(reason)
        stopTimer()
        isOver = true
        if isInExchange { exchange.clientGone() }
        isInExchange = false
        switch response {
        case .chunked, .length, .untilClose, .withoutBody: return connection.abort()
        case .none, .done: break
        }
        services.withScratch { scratch in
            let text = status.reason.bytes
            ResponseEncoder.appendHead(
                status, Self.refusalFields, common: settings.commonFields,
                .init(body: .length(text.count + 1), keepsAlive: false), date: services.currentDate, to: &scratch)
            scratch.append(contentsOf: text)
            scratch.append(0x0a)
            connection.write(scratch)
        }
        connection.finish()
    }

    private static let refusalFields = ResponseFields([.contentType: "text/plain; charset=utf-8"])

    // MARK: Other events

    func peerFinished() {
        hasPeerFinished = true
        guard !isOver else { return }
        guard isInExchange else { return end() }
        if !isRequestComplete || exchange.isStreaming {
            connection.close(.peer)
        } else {
            exchange.clientFinished()
        }
    }

    func canWrite(_ canWrite: Bool) {
        guard canWrite, !isOver else { return }
        if isInExchange { exchange.canWriteAgain() }
        if !isInExchange || !isRequestComplete { resumeBody() }
    }

    func drain() {
        if isInExchange { exchange.drain() } else { end() }
    }

    func closed(_ reason: CloseReason) {
        stopTimer()
        isOver = true
        switch reason {
        case .writeStalled, .outputOverflow, .inputOverflow: settings.observer.rejected(reason.word)
        case .local, .peer, .idle, .handshakeTimeout, .insecure, .failed, .loopStopped: break
        }
        guard isInExchange else { return }
        isInExchange = false
        settings.observer.answered(exchange.request, status: HTTPStatus(rawValue: 499), startedAt: startedAt)
        exchange.clientGone()
    }

    /// Takes the request out of the driver's hands, for an upgrade.
    func handOver() {
        stopTimer()
        (isOver, isInExchange) = (true, false)
        settings.observer.answered(exchange.request, status: .switchingProtocols, startedAt: startedAt)
        if !isProcessing { connection.resumeReading() }
    }
}

extension HTTP1Driver: TimerTarget {
    private func startTimer(_ tag: UInt32, _ delay: Duration) {
        guard timer == .none else { return }
        timer = services.loop.schedule(after: delay, self, tag: tag)
    }

    private func stopTimer() {
        guard timer != .none else { return }
        services.loop.cancel(timer)
        timer = .none
    }

    func timerFired(tag: UInt32) {
        timer = .none
        guard !isOver else { return }
        if tag == Self.headTag {
            // A connection that was opened in advance and never used gets no answer to what it has not asked.
            if connection.bytesRead > 0 { return refuse(.requestTimeout, "head_timeout") }
            settings.observer.rejected("head_timeout")
            return end()
        }
        let interval = settings.limits.bodyRateInterval
        let wanted = Int(clamping: interval.wholeMilliseconds) * settings.limits.bodyBytesPerSecondMin / 1000
        let isOurTurn = connection.isReadingPaused
        guard isOurTurn || bodyBytes >= wanted else { return refuse(.requestTimeout, "body_rate") }
        bodyBytes = 0
        startTimer(Self.bodyTag, interval)
    }
}
