/// SHA-256 of bytes that are all in memory.
package enum SHA256 {
    package static let byteCount = 32

    package static func hash(_ bytes: Span<UInt8>) -> [UInt8] {
        FetchedDigest.sha256.hash(bytes)
    }
}
