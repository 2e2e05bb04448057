/// SHA-1, kept for the WebSocket handshake alone: it no longer resists collisions.
package enum SHA1 {
    package static func hash(_ bytes: Span<UInt8>) -> [UInt8] {
        FetchedDigest.sha1.hash(bytes)
    }
}
