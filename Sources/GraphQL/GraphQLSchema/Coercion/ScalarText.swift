/// Reads the text of a literal or JSON value as a value of one of the gateway's own scalars.
///
/// No value passes through a `Double`; what is kept is the text, except for whole numbers of 64 bits.
enum ScalarText {
    /// How the text was written.
    enum Form { case string, integer, decimal, other }

    static func value(of codec: ScalarCodec, _ text: [UInt8], _ form: Form) -> CoercedValue? {
        switch codec {
        case .long, .microUSD:
            guard form == .string || form == .integer, isWholeNumber(text) else { return nil }
            return Int64(String(decoding: text, as: UTF8.self)).map(CoercedValue.int)
        case .decimal:
            guard form != .other, isDecimal(text) else { return nil }
            return .string(text)
        case .dateTime: return form == .string && DateText.isDateTime(text) ? .string(text) : nil
        case .date: return form == .string && DateText.isDate(text[...]) ? .string(text) : nil
        case .duration: return form == .string && DurationText.isDuration(text) ? .string(text) : nil
        case .uuid: return form == .string && isUUID(text) ? .string(text) : nil
        case .emailAddress: return form == .string && isEmailAddress(text) ? .string(text) : nil
        case .cursor: return form == .string && !text.isEmpty ? .string(text) : nil
        case .passThrough, .json, .int, .float, .string, .boolean, .id: return nil
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// An optional minus and digits, without a leading zero: the grammar of an `IntValue`.
    private static func isWholeNumber(_ text: [UInt8]) -> Bool {
        let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.count <= 19, digits.allSatisfy(isDigit) else { return false }
        return digits.count == 1 || digits.first != UInt8(ascii: "0")
    }

    /// Limit: 64 bytes; no exponent, so that the scale is what is written.
    private static func isDecimal(_ text: [UInt8]) -> Bool {
        guard text.count <= 64 else { return false }
        let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let whole = parts.first, (1...2).contains(parts.count) else { return false }
        guard whole.count == 1 || whole.first != UInt8(ascii: "0") else { return false }
        return parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(isDigit) }
    }

    private static func isUUID(_ text: [UInt8]) -> Bool {
        guard text.count == 36 else { return false }
        return text.enumerated().allSatisfy { index, byte in
            [8, 13, 18, 23].contains(index)
                ? byte == UInt8(ascii: "-")
                : isDigit(byte) || (byte | 0x20) &- UInt8(ascii: "a") < 6
        }
    }

    private static func isEmailAddress(_ text: [UInt8]) -> Bool {
        guard (3...254).contains(text.count), let at = text.firstIndex(of: UInt8(ascii: "@")) else { return false }
        guard at > 0, at < text.count - 1, text.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return false }
        return !text[(at + 1)...].contains(UInt8(ascii: "@"))
    }
}
