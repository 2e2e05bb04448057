/// True when the bytes are exactly those of the literal.
package func matches(_ bytes: UnsafeBufferPointer<UInt8>, _ literal: StaticString) -> Bool {
    bytes.count == literal.utf8CodeUnitCount && bytes.elementsEqual(literal.bytes)
}

/// True when the bytes are those of the literal, ASCII letters taken without case; the literal is in lower case.
package func matchesIgnoringCase(_ bytes: UnsafeBufferPointer<UInt8>, _ lowercase: StaticString) -> Bool {
    guard bytes.count == lowercase.utf8CodeUnitCount else { return false }
    let other = lowercase.utf8Start
    for index in 0..<bytes.count where lowercased(bytes[index]) != other[index] { return false }
    return true
}

/// The ASCII lower case of a byte; other bytes stay.
@inline(__always)
package func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

extension StaticString {
    /// The literal's bytes, which live as long as the program.
    package var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount) }
}
