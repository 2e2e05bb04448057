extension JSONWriter {
    @inlinable
    package mutating func put(_ byte: UInt8) {
        reserve(1)
        base[length] = byte
        length &+= 1
    }

    @inlinable
    package mutating func put(_ start: UnsafePointer<UInt8>, _ count: Int) {
        reserve(count)
        (base + length).update(from: start, count: count)
        length &+= count
    }

    package mutating func put(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        put(start.assumingMemoryBound(to: UInt8.self), bytes.count)
    }

    package mutating func put(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { put($0) }
    }

    package mutating func put(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { put($0) }
    }

    @inlinable
    package mutating func put(_ literal: StaticString) {
        put(literal.utf8Start, literal.utf8CodeUnitCount)
    }

    package mutating func put(_ text: String) {
        var text = text
        text.withUTF8 { put(UnsafeRawBufferPointer($0)) }
    }
}
