import Compression
import Networking
import WebSocket

/// A message encoded once and sent on any number of sockets of any loop without being copied.
package final class SharedMessage: Sendable {
    let plain: SharedBytes
    let compressed: SharedBytes?

    /// Encodes a text message.
    package init(text: UnsafeBufferPointer<UInt8>, compresses: Bool = true) {
        let frame = SharedFrame(.text, text, contexts: compresses ? CompressionContexts() : nil)
        plain = SharedBytes(frame.plain)
        compressed = frame.compressed.map { SharedBytes($0) }
    }

    /// Bytes of the message as it goes out uncompressed.
    package var count: Int { plain.count }
}
