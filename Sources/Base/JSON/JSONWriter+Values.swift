extension JSONWriter {
    package mutating func beginObject() {
        separate()
        put(0x7B)
        endsValue = false
    }

    package mutating func endObject() {
        put(0x7D)
        endsValue = true
    }

    package mutating func beginArray() {
        separate()
        put(0x5B)
        endsValue = false
    }

    package mutating func endArray() {
        put(0x5D)
        endsValue = true
    }

    /// A member name that needs no escape.
    package mutating func key(_ name: StaticString) {
        separate()
        put(0x22)
        put(name)
        put("\":")
        endsValue = false
    }

    package mutating func key(_ name: String) {
        separate()
        putString(name)
        put(0x3A)
        endsValue = false
    }

    package mutating func null() {
        separate()
        put("null")
        endsValue = true
    }

    package mutating func bool(_ value: Bool) {
        separate()
        put(value ? "true" : "false")
        endsValue = true
    }

    package mutating func int(_ value: some FixedWidthInteger) {
        separate()
        putInt(Int64(clamping: value))
        endsValue = true
    }

    package mutating func double(_ value: Double) {
        separate()
        putDouble(value)
        endsValue = true
    }

    package mutating func string(_ text: String) {
        separate()
        putString(text)
        endsValue = true
    }

    package mutating func string(_ bytes: ArraySlice<UInt8>) {
        separate()
        putString(bytes)
        endsValue = true
    }

    /// Bytes that are one complete JSON value already.
    package mutating func raw(_ bytes: ArraySlice<UInt8>) {
        separate()
        put(bytes)
        endsValue = true
    }

    package mutating func raw(_ bytes: [UInt8]) {
        raw(bytes[...])
    }

    private mutating func separate() {
        if endsValue { put(0x2C) }
    }
}
