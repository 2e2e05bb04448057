import CSodium

/// Key material: overwritten when its last owner lets go, and never printed.
// Safe because the bytes do not change between the initialiser and the end.
package final class SecretBytes: @unchecked Sendable, CustomStringConvertible {
    private let buffer: UnsafeMutableBufferPointer<UInt8>

    package init(_ bytes: Span<UInt8>) {
        buffer = .allocate(capacity: bytes.count)
        for index in bytes.indices { buffer.initializeElement(at: index, to: bytes[index]) }
    }

    deinit {
        if let base = buffer.baseAddress { sodium_memzero(base, buffer.count) }
        buffer.deallocate()
    }

    package static func random(_ count: Int) -> SecretBytes {
        let bytes = SecureRandom.bytes(count)
        return SecretBytes(bytes.span)
    }

    package var count: Int { buffer.count }
    package var description: String { "(secret)" }

    /// The bytes, for the length of the call.
    package func withSpan<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(buffer.span)
    }

    func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeBufferPointer(buffer))
    }
}
