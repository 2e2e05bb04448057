import Compression

/// The compression of one socket's messages in both directions, as it was agreed on.
///
/// A direction that forgets borrows a state of the loop for each message; one that remembers owns its state.
struct MessageDeflate {
    /// Limit: shorter messages go out as they are; compressing them costs more than it saves.
    static let bytesMin = 128
    private static let tail: [UInt8] = [0x00, 0x00, 0xff, 0xff]

    private let contexts: CompressionContexts
    private let ownWindowBits: Int32
    private let peerForgets: Bool
    private let ownForgets: Bool
    private var inflater: Inflater?
    private var deflater: Deflater?

    init(_ parameters: DeflateParameters, isServer: Bool, contexts: CompressionContexts) {
        self.contexts = contexts
        ownForgets = isServer ? parameters.serverForgets : parameters.clientForgets
        peerForgets = isServer ? parameters.clientForgets : parameters.serverForgets
        ownWindowBits = isServer ? parameters.serverWindowBits : parameters.clientWindowBits
    }

    /// Appends what a piece of a compressed message stands for.
    mutating func inflate(
        _ piece: UnsafeBufferPointer<UInt8>, to message: inout [UInt8], bytesMax: Int
    ) throws(InflateError) {
        guard let inflater = inflater ?? contexts.takeRawInflater() else { throw .noMemory }
        self.inflater = inflater
        var rest = piece
        while rest.count > 0 {
            switch try inflater.inflate(rest, to: &message, bytesMax: bytesMax) {
            case .needsMore: return
            case .ended(let used):
                // Spec: RFC 7692 7.2.3.4; a block that says it is the last one is followed by more of the message.
                inflater.reset()
                rest = UnsafeBufferPointer(rebasing: rest[max(used, 1)...])
            }
        }
    }

    /// Ends a compressed message: puts back what the sender took off.
    mutating func endInflating(message: inout [UInt8], bytesMax: Int) throws(InflateError) {
        try Self.tail.withUnsafeBufferPointer { (tail) throws(InflateError) in
            try inflate(tail, to: &message, bytesMax: bytesMax)
        }
        if peerForgets { release() }
    }

    /// Gives a borrowed decompressor back.
    mutating func release() {
        if peerForgets, let inflater { contexts.give(inflater) }
        inflater = nil
    }

    /// The compressed form of a message, or nil when there is no memory for it.
    mutating func deflate(_ message: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var output: [UInt8] = []
        if ownForgets, ownWindowBits == 15 {
            contexts.withRawDeflater { $0.compress(message, flush: .sync, to: &output) }
        } else {
            guard let deflater = deflater ?? Deflater(.raw(windowBits: ownWindowBits), level: 5) else { return nil }
            self.deflater = deflater
            deflater.compress(message, flush: .sync, to: &output)
            if ownForgets { deflater.reset() }
        }
        return Self.withoutTail(output)
    }

    /// Spec: RFC 7692 7.2.1: the empty block at the end is not sent.
    static func withoutTail(_ output: [UInt8]) -> [UInt8]? {
        guard output.count >= 4, output.suffix(4).elementsEqual(tail) else { return nil }
        return output.count == 4 ? [0x00] : Array(output.dropLast(4))
    }

    /// True when a message that refers to no other one may be sent whatever was sent before.
    var takesSharedMessages: Bool { ownForgets && ownWindowBits == 15 }
}
