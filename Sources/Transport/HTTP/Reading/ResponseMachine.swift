/// Reads the responses of one outgoing connection, in the order of their requests; as strict as the request side.
package struct ResponseMachine {
    package enum Event: Equatable {
        case needsMore
        /// A head that is not a 100 or 103; body pieces follow, then `end`.
        case head
        case body(Range<Int>)
        case end
        case refused(HTTPRefusal)
    }

    private enum State {
        case head
        case length(Int)
        case chunked
        case untilClose
        case noBody
        case refused(HTTPRefusal)
    }

    private let limits: HTTPLimits
    private let table = ByteClass.table
    private let names = FieldName.names
    private var chunks: ChunkedBodyReader
    private var state = State.head
    private var total = 0
    /// Limit: interim responses before the final one.
    private var interimLeft = 8
    /// The request was a HEAD: lengths are announced and no body comes.
    private var answersHead = false

    package init(limits: HTTPLimits) {
        self.limits = limits
        chunks = ChunkedBodyReader(limits: limits)
    }

    /// Says what the next response answers, which decides whether it has a body.
    package mutating func expect(responseTo method: HTTPMethod) {
        answersHead = method == .head
        interimLeft = 8
        total = 0
    }

    /// The next event of the input from `at` on; an incomplete head must be offered again whole.
    package mutating func next(
        _ input: UnsafeBufferPointer<UInt8>, at: inout Int, head: inout ResponseHead
    ) -> Event {
        while true {
            switch state {
            case .head:
                let event = readHead(input, &at, &head)
                guard case .head = event else { return event }
                if head.status.rawValue >= 200 || head.status == .switchingProtocols { return .head }
                interimLeft -= 1
                guard interimLeft >= 0 else { return refuse(.headTooLarge) }
                state = .head
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
            case .chunked: return readChunk(input, &at)
            case .untilClose:
                guard at < input.count else { return .needsMore }
                let piece = at..<input.count
                total += piece.count
                guard total <= limits.bodyBytesMax else { return refuse(.bodyTooLarge) }
                at = input.count
                return .body(piece)
            case .refused(let refusal): return .refused(refusal)
            }
        }
    }

    /// The peer closed: the end of a body that runs until then, otherwise a response cut off.
    package mutating func ended() -> Event {
        switch state {
        case .untilClose, .noBody, .length(0):
            state = .head
            return .end
        case .head, .length, .chunked: return refuse(.endedEarly)
        case .refused(let refusal): return .refused(refusal)
        }
    }

    private mutating func readChunk(_ input: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> Event {
        switch chunks.next(input, at: &at) {
        case .needsMore: return .needsMore
        case .data(let piece): return .body(piece)
        case .end:
            state = .head
            return .end
        case .refused(let refusal): return refuse(refusal)
        }
    }

    private mutating func readHead(
        _ input: UnsafeBufferPointer<UInt8>, _ at: inout Int, _ head: inout ResponseHead
    ) -> Event {
        let rest = UnsafeBufferPointer(rebasing: input[at...])
        let result = table.withUnsafeBufferPointer { table in
            ResponseHeadReader.read(rest, table, names, limits, &head)
        }
        switch result {
        case .needsMore: return .needsMore
        case .refused(let refusal): return refuse(refusal)
        case .head(let size):
            at += size
            if answersHead || head.status.forbidsBody { head.body = .none }
            switch head.body {
            case .none: state = .noBody
            case .length(let length):
                guard length <= limits.bodyBytesMax else { return refuse(.bodyTooLarge) }
                state = .length(length)
            case .chunked:
                chunks = ChunkedBodyReader(limits: limits)
                state = .chunked
            case .untilClose: state = .untilClose
            }
            return .head
        }
    }

    private mutating func refuse(_ refusal: HTTPRefusal) -> Event {
        state = .refused(refusal)
        return .refused(refusal)
    }
}
