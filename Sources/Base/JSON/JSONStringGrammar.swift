/// Strings: finds the end, checks UTF-8, and resolves escapes into the tape's second store only where there are any.
enum JSONStringGrammar {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// Reads from the byte after the opening quote and returns the place after the closing one.
    static func scan(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, into tape: inout JSONTape
    ) throws(JSONError) -> Int {
        let end = try plainEnd(bytes, from: start)
        if bytes[end] == UInt8(ascii: "\"") {
            try tape.append(.string, start..<end)
            return end + 1
        }
        let decodedStart = tape.decoded.count
        let keepsSurrogates = tape.keepsSurrogates
        let close = try resolve(bytes, from: start, firstEscape: end, into: &tape.decoded, keepsSurrogates)
        try tape.append(.escapedString, start..<close)
        tape.resolveLast(from: decodedStart)
        return close + 1
    }

    /// The next quote or backslash; everything before it is checked UTF-8 without control characters.
    private static func plainEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) throws(JSONError) -> Int {
        var at = start
        while true {
            while at &+ 8 <= bytes.count, isPlain(word(bytes, at)) { at &+= 8 }
            guard at < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return at }
            if byte < 0x20 { throw JSONError(.controlCharacter, at: at) }
            if byte < 0x80 {
                at &+= 1
            } else {
                let length = UTF8Sequence.length(bytes, at)
                guard length > 0 else { throw JSONError(.invalidUTF8, at: at) }
                at &+= length
            }
        }
    }

    private static func resolve(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, firstEscape: Int, into decoded: inout [UInt8],
        _ keepsSurrogates: Bool
    ) throws(JSONError) -> Int {
        var plainStart = start
        var at = firstEscape
        while true {
            decoded.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[plainStart..<at]))
            if bytes[at] == UInt8(ascii: "\"") { return at }
            at = try resolveEscape(bytes, from: at, into: &decoded, keepsSurrogates)
            plainStart = at
            at = try plainEnd(bytes, from: at)
        }
    }

    /// Resolves one escape that begins at `start` and returns the place after it.
    private static func resolveEscape(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, into decoded: inout [UInt8], _ keepsSurrogates: Bool
    ) throws(JSONError) -> Int {
        guard start + 1 < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        switch bytes[start + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(bytes[start + 1])
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"): return try resolveUnicode(bytes, from: start, into: &decoded, keepsSurrogates)
        default: throw JSONError(.invalidEscape, at: start)
        }
        return start + 2
    }

    private static func resolveUnicode(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, into decoded: inout [UInt8], _ keepsSurrogates: Bool
    ) throws(JSONError) -> Int {
        let first = try hexadecimal(bytes, start + 2, start)
        if first & 0xF800 != 0xD800 {
            UTF8Sequence.append(first, to: &decoded)
            return start + 6
        }
        if first < 0xDC00, start + 7 < bytes.count, bytes[start + 6] == UInt8(ascii: "\\"),
            bytes[start + 7] == UInt8(ascii: "u")
        {
            let second = try hexadecimal(bytes, start + 8, start)
            if second & 0xFC00 == 0xDC00 {
                UTF8Sequence.append(0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF), to: &decoded)
                return start + 12
            }
        }
        guard keepsSurrogates else { throw JSONError(.loneSurrogate, at: start) }
        UTF8Sequence.append(first, to: &decoded)
        return start + 6
    }

    private static func hexadecimal(
        _ bytes: UnsafeBufferPointer<UInt8>, _ at: Int, _ escape: Int
    ) throws(JSONError) -> UInt32 {
        guard at + 4 <= bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        var value: UInt32 = 0
        for offset in at..<at + 4 {
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - 0x30)
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - 0x57)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - 0x37)
            default: throw JSONError(.invalidEscape, at: escape)
            }
        }
        return value
    }

    private static func word(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> UInt64 {
        UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: at, as: UInt64.self)
    }

    /// True if none of eight bytes is a quote, a backslash, a control character or outside ASCII.
    private static func isPlain(_ word: UInt64) -> Bool {
        let control = (word &- ones &* 0x20) & ~word
        let quote = word ^ (ones &* 0x22)
        let slash = word ^ (ones &* 0x5C)
        return (control | word | ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash)) & highs == 0
    }
}
