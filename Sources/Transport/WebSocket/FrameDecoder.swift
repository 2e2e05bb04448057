/// Reads frame headers, and payload as it comes.
///
///      0               1               2 …
///     +-+-+-+-+-------+-+-------------+----------------- - - -+
///     |F|R|R|R| op    |M| length 7    | 16 or 64 more bits, key |
///     |I|S|S|S| code  |A|             | of 32 bits when M       |
///     |N|V|V|V|       |S|             |                         |
///     +-+-+-+-+-------+-+-------------+----------------- - - -+
///
/// Every rule that a header can break is checked before a byte of the payload is looked at.
package struct FrameDecoder {
    /// What one frame's header says.
    package struct Header: Equatable, Sendable {
        package var isFinal: Bool
        /// The first reserved bit, which permessage-deflate uses.
        package var isCompressed: Bool
        package var opcode: Opcode
        package var payloadCount: Int
        /// The key as it stands in memory, or zero.
        package var mask: UInt32
    }

    package enum Step: Equatable {
        case needsMore
        case header(Header)
        /// A piece of the payload, still masked, as a range of the input, and how much came before it.
        case payload(Range<Int>, offset: Int)
        /// The frame is complete.
        case end
        case refused(CloseCode)
    }

    private let expectsMask: Bool
    private let allowsCompression: Bool
    private let limits: WebSocketLimits
    private var payloadCount = 0
    private var done = 0
    private var isInPayload = false
    private var refusal: CloseCode?

    /// A server expects every frame masked, a client none.
    package init(expectsMask: Bool, allowsCompression: Bool, limits: WebSocketLimits) {
        (self.expectsMask, self.allowsCompression, self.limits) = (expectsMask, allowsCompression, limits)
    }

    /// Reads on from `at`, which moves behind what was used; an incomplete header must be offered again whole.
    package mutating func next(_ input: UnsafeBufferPointer<UInt8>, at: inout Int) -> Step {
        if let refusal { return .refused(refusal) }
        guard isInPayload else { return readHeader(input, &at) }
        if done == payloadCount {
            isInPayload = false
            return .end
        }
        guard at < input.count else { return .needsMore }
        let piece = at..<(at + min(payloadCount - done, input.count - at))
        let offset = done
        done += piece.count
        at = piece.upperBound
        return .payload(piece, offset: offset)
    }

    private mutating func readHeader(_ input: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> Step {
        let available = input.count - at
        guard available >= 1 else { return .needsMore }
        let first = input[at]
        guard let opcode = Opcode(rawValue: first & 0x0f), first & 0x30 == 0 else { return refuse(.protocolError) }
        let isFinal = first & 0x80 != 0
        let isCompressed = first & 0x40 != 0
        if isCompressed, !allowsCompression || opcode != .text && opcode != .binary { return refuse(.protocolError) }
        if opcode.isControl, !isFinal { return refuse(.protocolError) }
        guard available >= 2 else { return .needsMore }
        let second = input[at + 1]
        guard (second & 0x80 != 0) == expectsMask else { return refuse(.protocolError) }
        let short = Int(second & 0x7f)
        if opcode.isControl, short > 125 { return refuse(.protocolError) }

        let lengthBytes = short < 126 ? 0 : short == 126 ? 2 : 8
        guard available >= 2 + lengthBytes else { return .needsMore }
        var length: UInt64 = lengthBytes == 0 ? UInt64(short) : 0
        for index in 0..<lengthBytes { length = length << 8 | UInt64(input[at + 2 + index]) }
        // Spec: RFC 6455 5.2: the shortest form, and the highest bit is not used.
        if lengthBytes == 2 && length < 126 || lengthBytes == 8 && (length <= 0xffff || length >> 63 != 0) {
            return refuse(.protocolError)
        }
        if length > UInt64(limits.frameBytesMax) { return refuse(.messageTooBig) }

        let size = 2 + lengthBytes + (expectsMask ? 4 : 0)
        guard available >= size else { return .needsMore }
        var mask: UInt32 = 0
        if expectsMask {
            for index in 0..<4 { mask |= UInt32(input[at + 2 + lengthBytes + index]) << UInt32(index * 8) }
        }
        at += size
        (payloadCount, done, isInPayload) = (Int(length), 0, true)
        return .header(
            Header(
                isFinal: isFinal, isCompressed: isCompressed, opcode: opcode, payloadCount: Int(length), mask: mask))
    }

    private mutating func refuse(_ code: CloseCode) -> Step {
        refusal = code
        return .refused(code)
    }
}
