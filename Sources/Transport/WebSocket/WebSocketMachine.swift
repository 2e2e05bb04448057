import Compression

/// One socket after its handshake: bytes in, messages and control frames out; it performs nothing itself.
///
///     open ── close received ──► closed
///       └── close encoded ──► closing ── close received ──► closed
///
/// Invariant: after `closed` or `refused` it yields nothing else; after a close frame it encodes nothing else.
package struct WebSocketMachine {
    package enum Role: Sendable, Equatable { case server, client }

    package enum Event: Equatable {
        case needsMore
        /// A whole text message, valid UTF-8, in `message`.
        case text
        /// A whole binary message in `message`.
        case binary
        /// A ping whose payload is in `control`; the answer is a pong with the same payload.
        case ping
        case pong
        /// The peer's close frame; `none` when it named no code. The reason is in `control`.
        case closed(CloseCode)
        /// The peer broke a rule: send a close frame with this code, then end the connection.
        case refused(CloseCode)
    }

    private enum State { case open, closing, closed, refused(CloseCode) }

    package let role: Role
    /// The last message, until the next call.
    package private(set) var message: [UInt8] = []
    /// The last control frame's payload, without the code of a close frame.
    package private(set) var control: [UInt8] = []

    private let limits: WebSocketLimits
    private let nextMask: () -> UInt32
    private var decoder: FrameDecoder
    private var deflate: MessageDeflate?
    private var state = State.open
    private var frame: FrameDecoder.Header?
    /// The kind of the message that is being joined.
    private var kind: Opcode?
    private var isCompressed = false
    private var fragments = 0
    private var validator = UTF8Validator()
    private var isMessageOut = false

    /// `nextMask` gives a client an unpredictable key for each frame; a server does not call it.
    package init(
        role: Role, limits: WebSocketLimits, deflate: DeflateParameters?, contexts: CompressionContexts,
        nextMask: @escaping () -> UInt32 = { 0 }
    ) {
        (self.role, self.limits, self.nextMask) = (role, limits, nextMask)
        decoder = FrameDecoder(expectsMask: role == .server, allowsCompression: deflate != nil, limits: limits)
        self.deflate = deflate.map { MessageDeflate($0, isServer: role == .server, contexts: contexts) }
    }

    /// True until a close frame was sent or the socket is over.
    package var mayEncode: Bool { if case .open = state { true } else { false } }

    /// True when a compressed frame made once for many sockets may go out on this one.
    package var takesSharedCompression: Bool { deflate?.takesSharedMessages ?? false }

    // MARK: Reading

    /// The next event of the input from `at` on; `at` moves behind what was used.
    package mutating func next(_ input: UnsafeBufferPointer<UInt8>, at: inout Int) -> Event {
        if isMessageOut { forgetMessage() }
        while true {
            switch state {
            case .open, .closing: break
            case .closed:
                at = input.count
                return .needsMore
            case .refused(let code): return .refused(code)
            }
            switch decoder.next(input, at: &at) {
            case .needsMore: return .needsMore
            case .refused(let code): return refuse(code)
            case .header(let header):
                if let code = begin(header) { return refuse(code) }
            case .payload(let range, let offset):
                if let code = take(UnsafeBufferPointer(rebasing: input[range]), offset) { return refuse(code) }
            case .end:
                if let event = endFrame() { return event }
            }
        }
    }

    private mutating func refuse(_ code: CloseCode) -> Event {
        state = .refused(code)
        deflate?.release()
        forgetMessage()
        return .refused(code)
    }

    private mutating func forgetMessage() {
        isMessageOut = false
        // Limit: what a quiet socket keeps of its last message.
        message.removeAll(keepingCapacity: message.capacity <= 1024)
    }

    private mutating func begin(_ header: FrameDecoder.Header) -> CloseCode? {
        frame = header
        if header.opcode.isControl {
            control.removeAll(keepingCapacity: true)
            return nil
        }
        if header.opcode == .continuation {
            guard kind != nil else { return .protocolError }
            fragments += 1
            if fragments > limits.fragmentsMax { return .messageTooBig }
        } else {
            guard kind == nil else { return .protocolError }
            (kind, isCompressed, fragments) = (header.opcode, header.isCompressed, 1)
            validator = UTF8Validator()
        }
        return !isCompressed && header.payloadCount > limits.messageBytesMax - message.count ? .messageTooBig : nil
    }

    private mutating func take(_ piece: UnsafeBufferPointer<UInt8>, _ offset: Int) -> CloseCode? {
        guard let frame else { return .internalError }
        if frame.opcode.isControl {
            Self.append(piece, frame.mask, offset, to: &control)
            return nil
        }
        let start = message.count
        if isCompressed {
            do throws(InflateError) {
                try inflate(piece, frame.mask, offset)
            } catch {
                return Self.code(of: error)
            }
        } else {
            Self.append(piece, frame.mask, offset, to: &message)
        }
        return isValid(from: start) ? nil : .invalidPayload
    }

    private static func append(
        _ piece: UnsafeBufferPointer<UInt8>, _ mask: UInt32, _ offset: Int, to output: inout [UInt8]
    ) {
        let start = output.count
        output.append(contentsOf: piece)
        guard mask != 0 else { return }
        output.withUnsafeMutableBufferPointer {
            Masking.apply(mask, to: UnsafeMutableBufferPointer(rebasing: $0[start...]), offset: offset)
        }
    }

    private mutating func inflate(
        _ piece: UnsafeBufferPointer<UInt8>, _ mask: UInt32, _ offset: Int
    ) throws(InflateError) {
        var clear: [UInt8] = []
        Self.append(piece, mask, offset, to: &clear)
        try clear.withUnsafeBufferPointer { (clear) throws(InflateError) in
            try deflate?.inflate(clear, to: &message, bytesMax: limits.messageBytesMax)
        }
    }

    private mutating func isValid(from start: Int) -> Bool {
        guard kind == .text else { return true }
        return message.withUnsafeBufferPointer { validator.accept(UnsafeBufferPointer(rebasing: $0[start...])) }
    }

    private static func code(of error: InflateError) -> CloseCode {
        switch error {
        case .tooLarge: .messageTooBig
        case .malformed: .invalidPayload
        case .noMemory: .internalError
        }
    }

    /// The event that a complete frame makes; nil when the message goes on.
    private mutating func endFrame() -> Event? {
        guard let frame else { return nil }
        switch frame.opcode {
        case .ping: return .ping
        case .pong: return .pong
        case .close: return endClose()
        case .text, .binary, .continuation: return frame.isFinal ? endMessage() : nil
        }
    }

    private mutating func endMessage() -> Event? {
        let wasText = kind == .text
        if isCompressed {
            let start = message.count
            do throws(InflateError) {
                try deflate?.endInflating(message: &message, bytesMax: limits.messageBytesMax)
            } catch {
                return refuse(Self.code(of: error))
            }
            guard isValid(from: start) else { return refuse(.invalidPayload) }
        }
        kind = nil
        if wasText, !validator.isComplete { return refuse(.invalidPayload) }
        if case .closing = state {
            forgetMessage()
            return nil
        }
        isMessageOut = true
        return wasText ? .text : .binary
    }

    private mutating func endClose() -> Event {
        guard control.count != 1 else { return refuse(.protocolError) }
        var code = CloseCode.none
        if control.count >= 2 {
            code = CloseCode(rawValue: UInt16(control[0]) << 8 | UInt16(control[1]))
            control.removeFirst(2)
            guard code.mayBeSent else { return refuse(.protocolError) }
            var validator = UTF8Validator()
            let isText = control.withUnsafeBufferPointer { validator.accept($0) } && validator.isComplete
            guard isText else { return refuse(.invalidPayload) }
        }
        wasClosing = if case .closing = state { true } else { false }
        state = .closed
        deflate?.release()
        return .closed(code)
    }

    /// True when our close frame had gone out before the peer's came, so that no answer is due.
    package private(set) var wasClosing = false

    // MARK: Writing

    /// Appends a whole message as one frame; false after a close frame.
    package mutating func encode(
        _ opcode: Opcode, _ payload: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]
    ) -> Bool {
        guard mayEncode else { return false }
        let mask = role == .client ? nextMask() : nil
        if !opcode.isControl, payload.count >= MessageDeflate.bytesMin, let compressed = deflate?.deflate(payload) {
            compressed.withUnsafeBufferPointer {
                FrameEncoder.append(opcode, $0, isCompressed: true, mask: mask, to: &output)
            }
        } else {
            FrameEncoder.append(opcode, payload, mask: mask, to: &output)
        }
        return true
    }

    /// Appends the pong that answers the last ping.
    package mutating func encodePong(to output: inout [UInt8]) {
        let mask = role == .client ? nextMask() : nil
        guard mayEncode else { return }
        control.withUnsafeBufferPointer { FrameEncoder.append(.pong, $0, mask: mask, to: &output) }
    }

    /// Appends a close frame, once: ours, or the answer to the peer's with its own code.
    package mutating func encodeClose(_ code: CloseCode, reason: String = "", to output: inout [UInt8]) {
        switch state {
        case .open: state = .closing
        case .closed: guard !wasClosing else { return }
        case .refused: break
        case .closing: return
        }
        let mask = role == .client ? nextMask() : nil
        FrameEncoder.appendClose(code, reason: reason, mask: mask, to: &output)
    }
}
