/// The value of a quoted string from what stands between its quotes.
///
/// Spec: 2.9.4 String Value. The lexer has checked every escape; an escape that it would refuse stands for itself.
enum StringLiteral {
    static func decode(_ raw: ArraySlice<UInt8>) -> [UInt8] {
        var value: [UInt8] = []
        value.reserveCapacity(raw.count)
        var index = raw.startIndex
        while index < raw.endIndex {
            let byte = raw[index]
            index += 1
            guard byte == UInt8(ascii: "\\"), index < raw.endIndex else {
                value.append(byte)
                continue
            }
            let escaped = raw[index]
            index += 1
            if escaped == UInt8(ascii: "u") {
                appendScalar(&value, codePoint(raw, &index))
            } else {
                value.append(character(escaped))
            }
        }
        return value
    }

    private static func character(_ escaped: UInt8) -> UInt8 {
        switch escaped {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: escaped
        }
    }

    /// Reads `{…}` or four digits, and the trailing half of a surrogate pair.
    private static func codePoint(_ raw: ArraySlice<UInt8>, _ index: inout Int) -> UInt32 {
        if index < raw.endIndex, raw[index] == UInt8(ascii: "{") {
            index += 1
            var point: UInt32 = 0
            while index < raw.endIndex, raw[index] != UInt8(ascii: "}") {
                point = point &<< 4 | hexDigit(raw[index])
                index += 1
            }
            index += 1
            return point
        }
        let code = fourDigits(raw, &index)
        guard (0xD800...0xDBFF).contains(code), index + 6 <= raw.endIndex else { return code }
        index += 2
        let trailing = fourDigits(raw, &index)
        return 0x10000 &+ ((code &- 0xD800) &<< 10) &+ (trailing &- 0xDC00)
    }

    private static func fourDigits(_ raw: ArraySlice<UInt8>, _ index: inout Int) -> UInt32 {
        var code: UInt32 = 0
        let end = min(index + 4, raw.endIndex)
        while index < end {
            code = code &<< 4 | hexDigit(raw[index])
            index += 1
        }
        return code
    }

    private static func hexDigit(_ byte: UInt8) -> UInt32 {
        byte <= UInt8(ascii: "9") ? UInt32(byte & 0x0F) : UInt32(byte & 0x0F) + 9
    }

    private static func appendScalar(_ value: inout [UInt8], _ point: UInt32) {
        guard let scalar = Unicode.Scalar(point) else { return }
        value.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
}
