extension JSONWriter {
    /// A string in quotes, escaped where it must be; the bytes are UTF-8.
    ///
    /// Escapes are the quote, the backslash and the characters below U+0020, the short form where there is one.
    package mutating func putString(_ start: UnsafePointer<UInt8>, _ count: Int) {
        reserve(count &+ 2)
        base[length] = 0x22
        length &+= 1
        var at = 0
        while at < count {
            let plain = plainLength(start + at, count &- at)
            put(start + at, plain)
            at &+= plain
            if at < count {
                putEscaped(start[at])
                at &+= 1
            }
        }
        put(0x22)
    }

    package mutating func putString(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBufferPointer { putString($0) }
    }

    package mutating func putString(_ bytes: UnsafeBufferPointer<UInt8>) {
        if let start = bytes.baseAddress { putString(start, bytes.count) } else { put("\"\"") }
    }

    package mutating func putString(_ text: String) {
        var text = text
        text.withUTF8 { putString($0) }
    }

    /// How many bytes from `start` need no escape, looked at eight at a time.
    private func plainLength(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var at = 0
        while at &+ 8 <= count {
            let word = UnsafeRawPointer(start + at).loadUnaligned(as: UInt64.self)
            let control = (word &- ones &* 0x20) & ~word
            let quote = word ^ (ones &* 0x22)
            let slash = word ^ (ones &* 0x5C)
            let found = (control | ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash)) & highs
            // The lowest marked byte is exact; those above it may be marked through a borrow.
            if found != 0 { return at &+ found.trailingZeroBitCount / 8 }
            at &+= 8
        }
        while at < count, start[at] >= 0x20, start[at] != 0x22, start[at] != 0x5C { at &+= 1 }
        return at
    }

    private mutating func putEscaped(_ byte: UInt8) {
        switch byte {
        case 0x22: put("\\\"")
        case 0x5C: put("\\\\")
        case 0x0A: put("\\n")
        case 0x0D: put("\\r")
        case 0x09: put("\\t")
        case 0x08: put("\\b")
        case 0x0C: put("\\f")
        default:
            put("\\u00")
            put(hexadecimalDigit(byte >> 4))
            put(hexadecimalDigit(byte & 0xF))
        }
    }

    private func hexadecimalDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 &+ value : 0x57 &+ value
    }
}
