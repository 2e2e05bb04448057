extension [UInt8] {
    /// Appends a non-negative number in decimal digits, without a detour through text.
    package mutating func appendDecimal(_ value: Int) {
        var rest = UInt(bitPattern: Swift.max(value, 0))
        if rest < 10 {
            append(0x30 &+ UInt8(truncatingIfNeeded: rest))
            return
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var at = 20
            repeat {
                at &-= 1
                digits[at] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            append(contentsOf: UnsafeBufferPointer(rebasing: digits[at...]))
        }
    }

    /// Appends a number in lower-case hexadecimal digits.
    package mutating func appendHexadecimal(_ value: Int) {
        let bits = UInt(bitPattern: Swift.max(value, 0))
        var shift = (UInt.bitWidth - Swift.min(bits.leadingZeroBitCount, UInt.bitWidth - 1) - 1) / 4 * 4
        while shift >= 0 {
            let digit = UInt8(truncatingIfNeeded: bits >> UInt(shift) & 15)
            append(digit < 10 ? 0x30 + digit : 0x57 + digit)
            shift -= 4
        }
    }

    /// Appends the bytes of a literal.
    @inline(__always)
    package mutating func append(literal: StaticString) { append(contentsOf: literal.bytes) }
}
