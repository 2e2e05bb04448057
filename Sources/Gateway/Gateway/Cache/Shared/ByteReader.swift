/// Reads what a `ByteWriter` wrote, or finds that something else did.
struct ByteReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var left: Int { bytes.count - place }
    var isAtEnd: Bool { left == 0 }

    mutating func uint8() -> UInt8? { number() }
    mutating func uint16() -> UInt16? { number() }
    mutating func uint32() -> UInt32? { number() }
    mutating func uint64() -> UInt64? { number() }

    /// How many items of a size follow; nil if there is no room for so many, so that no count makes more than is there.
    mutating func count(of size: Int) -> Int? {
        guard let count = uint32().map(Int.init), count <= left / size else { return nil }
        return count
    }

    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= left else { return nil }
        defer { place += count }
        return bytes[place..<(place + count)]
    }

    mutating func short() -> ArraySlice<UInt8>? { uint8().flatMap { bytes(Int($0)) } }

    private mutating func number<Number: FixedWidthInteger & UnsignedInteger>() -> Number? {
        let size = Number.bitWidth / 8
        guard let slice = bytes(size) else { return nil }
        return slice.reduce(0) { ($0 << 8) | Number($1) }
    }
}
