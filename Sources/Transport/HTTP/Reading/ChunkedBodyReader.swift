/// Takes the chunked coding off a body, byte by byte where it must and range by range where it can.
///
///     chunked-body = *( 1*16HEXDIG [ ";" ext ] CRLF data CRLF ) 1*"0" [ ";" ext ] CRLF *( field-line CRLF ) CRLF
///
/// Trailer fields are checked against the grammar and dropped: a field that comes after the body was never authorised.
package struct ChunkedBodyReader {
    package enum Step: Equatable {
        /// All of the input is used; the body goes on.
        case needsMore
        /// A piece of the body, as a range of the input.
        case data(Range<Int>)
        /// The body is complete.
        case end
        case refused(HTTPRefusal)
    }

    private enum State {
        /// Before the first digit of a size.
        case size
        case sizeDigits
        case sizeExtension
        case sizeLineFeed
        case data
        case dataReturn
        case dataLineFeed
        /// At the start of a trailer line.
        case trailerLine
        case trailerName
        case trailerValue
        case trailerLineFeed
        case lastLineFeed
        case done
    }

    private let limits: HTTPLimits
    private var state = State.size
    /// What is left of the current chunk.
    private var left = 0
    private var digits = 0
    private var extensionBytes = 0
    private var trailerBytes = 0
    private var total = 0

    package init(limits: HTTPLimits) { self.limits = limits }

    /// Reads on from `at`, which moves behind what was used.
    package mutating func next(_ input: UnsafeBufferPointer<UInt8>, at: inout Int) -> Step {
        while at < input.count {
            if case .data = state {
                let piece = at..<(at + min(left, input.count - at))
                left -= piece.count
                at = piece.upperBound
                if left == 0 { state = .dataReturn }
                return .data(piece)
            }
            let byte = input[at]
            at += 1
            let refusal: HTTPRefusal?
            switch state {
            case .size, .sizeDigits, .sizeExtension, .sizeLineFeed: refusal = readSize(byte)
            case .dataReturn: refusal = expect(byte, 0x0d, then: .dataLineFeed)
            case .dataLineFeed: refusal = expect(byte, 0x0a, then: .size)
            case .trailerLine, .trailerName, .trailerValue, .trailerLineFeed, .lastLineFeed:
                refusal = readTrailer(byte)
            case .data, .done: refusal = .badChunkEnd
            }
            if let refusal { return .refused(refusal) }
            if case .done = state { return .end }
        }
        return .needsMore
    }

    private mutating func expect(_ byte: UInt8, _ wanted: UInt8, then next: State) -> HTTPRefusal? {
        guard byte == wanted else { return .badChunkEnd }
        state = next
        (left, digits) = (0, 0)
        return nil
    }

    private mutating func readSize(_ byte: UInt8) -> HTTPRefusal? {
        switch state {
        case .size, .sizeDigits:
            if let digit = Self.hexadecimal(byte) {
                digits += 1
                // Limit: sixteen digits; the size so far is checked before each shift, which so cannot overflow.
                guard digits <= 16 else { return .badChunkSize }
                guard left <= min(limits.bodyBytesMax, 1 << 56) else { return .bodyTooLarge }
                left = left << 4 | digit
                state = .sizeDigits
                return nil
            }
            guard digits > 0 else { return .badChunkSize }
            if byte == 0x0d {
                state = .sizeLineFeed
            } else if byte == 0x3b {
                state = .sizeExtension
            } else {
                return byte == 0x0a ? .bareLineFeed : .badChunkSize
            }
            return left > limits.bodyBytesMax - total ? .bodyTooLarge : nil
        case .sizeExtension:
            extensionBytes += 1
            if extensionBytes > limits.chunkExtensionBytesMax { return .chunkExtensionTooLong }
            if byte == 0x0d {
                state = .sizeLineFeed
                return nil
            }
            return byte >= 0x20 && byte != 0x7f || byte == 0x09 ? nil : .badChunkSize
        case .sizeLineFeed:
            guard byte == 0x0a else { return .bareCarriageReturn }
            total += left
            state = left == 0 ? .trailerLine : .data
            return nil
        case .data, .dataReturn, .dataLineFeed, .trailerLine, .trailerName, .trailerValue, .trailerLineFeed,
            .lastLineFeed, .done:
            return .badChunkSize
        }
    }

    private mutating func readTrailer(_ byte: UInt8) -> HTTPRefusal? {
        trailerBytes += 1
        if trailerBytes > limits.trailerBytesMax { return .trailerTooLarge }
        switch state {
        case .trailerLine:
            if byte == 0x0d {
                state = .lastLineFeed
                return nil
            }
            if byte == 0x20 || byte == 0x09 { return .foldedField }
            guard Self.isToken(byte) else { return byte == 0x0a ? .bareLineFeed : .badFieldName }
            state = .trailerName
        case .trailerName:
            if byte == 0x3a {
                state = .trailerValue
            } else if !Self.isToken(byte) {
                return byte == 0x20 || byte == 0x09 ? .spaceBeforeColon : .badFieldName
            }
        case .trailerValue:
            if byte == 0x0d {
                state = .trailerLineFeed
            } else if byte < 0x20 && byte != 0x09 || byte == 0x7f {
                return byte == 0x0a ? .bareLineFeed : .badFieldValue
            }
        case .trailerLineFeed:
            guard byte == 0x0a else { return .bareCarriageReturn }
            state = .trailerLine
        case .lastLineFeed:
            guard byte == 0x0a else { return .bareCarriageReturn }
            state = .done
        case .size, .sizeDigits, .sizeExtension, .sizeLineFeed, .data, .dataReturn, .dataLineFeed, .done:
            return .badChunkEnd
        }
        return nil
    }

    private static func isToken(_ byte: UInt8) -> Bool {
        ByteClass.table[Int(byte)] & ByteClass.token.rawValue != 0
    }

    private static func hexadecimal(_ byte: UInt8) -> Int? {
        if byte &- 0x30 < 10 { return Int(byte &- 0x30) }
        let letter = lowercased(byte) &- 0x61
        return letter < 6 ? Int(letter) + 10 : nil
    }
}
