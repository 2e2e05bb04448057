/// Deflate and inflate states that are used again, for one loop.
///
/// Why: building one costs as much as compressing several kilobytes, and a socket that is quiet needs none.
/// Limit: eight of each kind stay; more are freed when they come back.
package final class CompressionContexts {
    private static let keptMax = 8
    private var gzip: [Deflater] = []
    private var rawDeflaters: [Deflater] = []
    private var rawInflaters: [Inflater] = []

    package init() {}

    /// Lends a gzip compressor for one whole body.
    package func withGzip(_ body: (Deflater) -> Void) {
        guard let deflater = gzip.popLast() ?? Deflater(.gzip, level: 5) else { return }
        body(deflater)
        deflater.reset()
        if gzip.count < Self.keptMax { gzip.append(deflater) }
    }

    /// Lends a raw compressor with the full window for one message that refers to no other.
    package func withRawDeflater(_ body: (Deflater) -> Void) {
        guard let deflater = rawDeflaters.popLast() ?? Deflater(.raw(windowBits: 15), level: 5) else { return }
        body(deflater)
        deflater.reset()
        if rawDeflaters.count < Self.keptMax { rawDeflaters.append(deflater) }
    }

    /// A raw decompressor; give it back with `give` when its message is complete.
    package func takeRawInflater() -> Inflater? { rawInflaters.popLast() ?? Inflater(.raw(windowBits: 15)) }

    /// Takes a decompressor back.
    package func give(_ inflater: Inflater) {
        guard rawInflaters.count < Self.keptMax else { return }
        inflater.reset()
        rawInflaters.append(inflater)
    }
}
