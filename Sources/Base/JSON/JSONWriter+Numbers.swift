extension JSONWriter {
    package mutating func putInt(_ value: Int64) {
        reserve(DecimalDigits.bytesMax)
        length &+= DecimalDigits.write(value, to: base + length)
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
