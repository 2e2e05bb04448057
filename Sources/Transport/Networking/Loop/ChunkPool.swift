/// Blocks of bytes for output that is being written; one loop owns one pool, so no lock is needed.
///
/// Why: a connection holds a block only between a write and its reaching the kernel, so idle connections hold none.
struct ChunkPool {
    static let chunkSize = 16 * 1024
    /// Limit: unused blocks kept for the next writer; more go back to the system.
    static let keptMax = 64

    private var kept: [UnsafeMutableRawPointer] = []

    mutating func take() -> UnsafeMutableRawPointer {
        kept.popLast() ?? UnsafeMutableRawPointer.allocate(byteCount: Self.chunkSize, alignment: 16)
    }

    mutating func give(_ chunk: UnsafeMutableRawPointer) {
        if kept.count < Self.keptMax { kept.append(chunk) } else { chunk.deallocate() }
    }

    mutating func removeAll() {
        for chunk in kept { chunk.deallocate() }
        kept.removeAll()
    }
}
