extension JSONWriter {
    package mutating func putInt(_ value: Int64) {
        reserve(20)
        var rest = value.magnitude
        if value < 0 {
            base[length] = 0x2D
            length &+= 1
        }
        var digits = 1
        var bound: UInt64 = 10
        while digits < 20, rest >= bound {
            digits &+= 1
            let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
            if overflow { break }
            bound = next
        }
        if digits == 19, rest >= 10_000_000_000_000_000_000 { digits = 20 }
        var at = length &+ digits
        length = at
        repeat {
            at &-= 1
            base[at] = UInt8(truncatingIfNeeded: 0x30 &+ rest % 10)
            rest /= 10
        } while rest > 0
    }

    /// The shortest digits that read back as the same double, in the form of the reference implementation's JSON:
    /// `1.0`, `0.0001`, `1e-05`, `1e+16`. A value that is not finite is written as null.
    package mutating func putDouble(_ value: Double) {
        guard value.isFinite else { return put("null") }
        // Why: between 2^53 and 10^16 Swift turns to exponents earlier than the reference does.
        if value.magnitude >= 9_007_199_254_740_992, value.magnitude < 1e16 {
            putInt(Int64(value))
            put(".0")
        } else {
            put(value.description)
        }
    }
}
