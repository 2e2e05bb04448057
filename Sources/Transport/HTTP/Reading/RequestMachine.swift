/// One connection's requests as events: bytes in, heads and body pieces out; it performs nothing itself.
///
/// Invariant: after a refusal it yields nothing else, because what follows can no longer be framed.
///
/// **The seam for HTTP/2.** A connection is owned by one machine that ALPN (or prior knowledge) chooses. This one
/// speaks HTTP/1.1; another may speak HTTP/2 and fill in the same `RequestHead`. Nothing behind the machine knows
/// which: a request is a head and body bytes, a response is a status, fields and body bytes, and who frames them is the
/// machine.
package struct RequestMachine {
    package enum Event: Equatable {
        case needsMore
        /// The head passed in is filled; body pieces follow, then `end`, unless its framing is `none`.
        case head
        /// A piece of the body, as a range of the input given.
        case body(Range<Int>)
        /// The request is complete.
        case end
        case refused(HTTPRefusal)
    }

    private enum State {
        case head
        case length(Int)
        case chunked
        /// A head without a body was handed out; its end is due.
        case noBody
        case refused(HTTPRefusal)
    }

    package var limits: HTTPLimits
    private var reader: RequestHeadReader
    private var chunks: ChunkedBodyReader
    private var state = State.head

    package init(limits: HTTPLimits) {
        self.limits = limits
        reader = RequestHeadReader(limits: limits)
        chunks = ChunkedBodyReader(limits: limits)
    }

    /// True between two requests, when the connection may be closed without cutting one off.
    package var isBetweenRequests: Bool { if case .head = state { true } else { false } }

    /// True when the next event needs no input: the body is there whole and its end has not been told yet.
    package var isEndDue: Bool {
        switch state {
        case .noBody, .length(0): true
        case .head, .length, .chunked, .refused: false
        }
    }

    /// The next event of the input from `at` on; `at` moves behind what was used.
    ///
    /// An incomplete head stays unused: the next call must offer it again from its first byte.
    package mutating func next(
        _ input: UnsafeBufferPointer<UInt8>, at: inout Int, head: inout RequestHead
    ) -> Event {
        switch state {
        case .head: return readHead(input, &at, &head)
        case .noBody:
            state = .head
            return .end
        case .length(let left):
            guard left > 0 else {
                state = .head
                return .end
            }
            guard at < input.count else { return .needsMore }
            let piece = at..<(at + min(left, input.count - at))
            at = piece.upperBound
            state = .length(left - piece.count)
            return .body(piece)
        case .chunked:
            switch chunks.next(input, at: &at) {
            case .needsMore: return .needsMore
            case .data(let piece): return .body(piece)
            case .end:
                state = .head
                return .end
            case .refused(let refusal): return refuse(refusal)
            }
        case .refused(let refusal): return .refused(refusal)
        }
    }

    /// Narrows the body bound for the request whose head was just handed out; a longer announced body is refused.
    ///
    /// Why: the route decides, and it is known only now; `limits` holds the widest bound of all routes.
    package mutating func limitBody(to bytesMax: Int, _ head: RequestHead) -> HTTPRefusal? {
        if case .chunked = state {
            var limits = limits
            limits.bodyBytesMax = bytesMax
            chunks = ChunkedBodyReader(limits: limits)
        }
        guard case .length(let length) = head.body, length > bytesMax else { return nil }
        state = .refused(.bodyTooLarge)
        return .bodyTooLarge
    }

    private mutating func readHead(
        _ input: UnsafeBufferPointer<UInt8>, _ at: inout Int, _ head: inout RequestHead
    ) -> Event {
        switch reader.read(UnsafeBufferPointer(rebasing: input[at...]), into: &head) {
        case .needsMore: return .needsMore
        case .refused(let refusal): return refuse(refusal)
        case .head(let size):
            at += size
            switch head.body {
            case .none, .untilClose: state = .noBody
            case .length(let length):
                guard length <= limits.bodyBytesMax else { return refuse(.bodyTooLarge) }
                state = .length(length)
            case .chunked:
                chunks = ChunkedBodyReader(limits: limits)
                state = .chunked
            }
            return .head
        }
    }

    private mutating func refuse(_ refusal: HTTPRefusal) -> Event {
        state = .refused(refusal)
        return .refused(refusal)
    }
}
