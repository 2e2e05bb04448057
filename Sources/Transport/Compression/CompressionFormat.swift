/// What stands around the compressed data.
package enum CompressionFormat: Sendable, Equatable {
    /// Nothing, as WebSocket messages have it; the window is 2 to the power of `windowBits`, 9 to 15.
    case raw(windowBits: Int32)
    /// The header and checksum of RFC 1952, as `Content-Encoding: gzip` has it.
    case gzip

    /// What zlib wants to hear.
    var windowBits: Int32 {
        switch self {
        // Why not 8: zlib cannot write raw data with a window of 256 bytes; 9 reads it just as well.
        case .raw(let bits): -min(max(bits, 9), 15)
        case .gzip: 15 + 16
        }
    }
}
