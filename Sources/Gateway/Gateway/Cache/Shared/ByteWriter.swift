/// Writes numbers, big end first, and bytes.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put(_ more: some Collection<UInt8>) { bytes.append(contentsOf: more) }

    /// A short text behind its length.
    mutating func put(short text: some Collection<UInt8>) {
        put(UInt8(truncatingIfNeeded: text.count))
        put(text.prefix(255))
    }
}
