/// All decimal digits of a whole number that a double holds, also beyond 64 bits.
enum WholeDigits {
    static func of(_ value: Double) -> [UInt8] {
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
