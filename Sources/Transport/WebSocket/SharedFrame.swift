import Compression

/// A server message encoded once for any number of sockets.
///
/// Why: an event for ten thousand subscribers is framed, and compressed, once instead of ten thousand times.
package struct SharedFrame: Sendable {
    /// The frame as it is.
    package let plain: [UInt8]
    /// The frame with its payload compressed on its own, when that makes it shorter.
    package let compressed: [UInt8]?

    /// Encodes the message; contexts are given where sockets may take it compressed.
    package init(
        _ opcode: Opcode, _ payload: UnsafeBufferPointer<UInt8>, contexts: CompressionContexts? = nil
    ) {
        var plain: [UInt8] = []
        FrameEncoder.append(opcode, payload, to: &plain)
        var compressed: [UInt8]?
        if let contexts, payload.count >= MessageDeflate.bytesMin {
            contexts.withRawDeflater { deflater in
                var output: [UInt8] = []
                deflater.compress(payload, flush: .sync, to: &output)
                guard let body = MessageDeflate.withoutTail(output) else { return }
                var frame: [UInt8] = []
                body.withUnsafeBufferPointer { FrameEncoder.append(opcode, $0, isCompressed: true, to: &frame) }
                if frame.count < plain.count { compressed = frame }
            }
        }
        (self.plain, self.compressed) = (plain, compressed)
    }
}
