/// Whole numbers as text.
package enum WholeDigits {
    /// Reads an `IntValue`; nil when it needs more than 32 bits.
    static func int32(_ text: ArraySlice<UInt8>) -> Int32? {
        let isNegative = text.first == UInt8(ascii: "-")
        let digits = isNegative ? text.dropFirst() : text
        guard (1...10).contains(digits.count) else { return nil }
        var value: Int64 = 0
        for digit in digits {
            guard digit &- 0x30 < 10 else { return nil }
            value = value &* 10 &+ Int64(digit &- 0x30)
        }
        return Int32(exactly: isNegative ? -value : value)
    }

    /// All decimal digits of a whole number that a double holds, also beyond 64 bits.
    package static func of(_ value: Double) -> [UInt8] {
        guard value.isFinite, value >= 1 else { return [UInt8(ascii: "0")] }
        if let small = UInt64(exactly: value.rounded(.towardZero)) { return Array(String(small).utf8) }
        var digits = Array(String(value.significandBitPattern | 1 << 52).utf8.reversed().map { $0 &- 0x30 })
        for _ in 0..<max(0, Int(value.exponent) - 52) { double(&digits) }
        return digits.reversed().map { $0 &+ 0x30 }
    }

    /// Doubles a number given by its digits, the smallest first.
    private static func double(_ digits: inout [UInt8]) {
        var carry: UInt8 = 0
        for index in digits.indices {
            let sum = digits[index] &* 2 &+ carry
            digits[index] = sum % 10
            carry = sum / 10
        }
        if carry > 0 { digits.append(carry) }
    }
}
