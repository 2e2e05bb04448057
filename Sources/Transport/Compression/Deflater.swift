import CZlib

/// Compresses a stream of bytes; used again after `reset` without allocating.
///
/// Not sendable: one loop or one task owns it. With a window of 15 bits and `memoryLevel` 8 it holds 256 KiB.
package final class Deflater {
    package enum Flush: Sendable {
        /// Everything so far can be read by the other side, the stream goes on.
        case sync
        /// As `sync`, and what follows refers to nothing before it.
        case full
        /// The stream is complete.
        case finish
    }

    package let format: CompressionFormat
    private let stream: UnsafeMutablePointer<z_stream>

    /// Nil when there is no memory for it.
    package init?(_ format: CompressionFormat, level: Int32 = 6, memoryLevel: Int32 = 8) {
        self.format = format
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let code = deflateInit2_(
            stream, level, Z_DEFLATED, format.windowBits, memoryLevel, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Appends the compressed form of the bytes to the output.
    package func compress(_ bytes: UnsafeBufferPointer<UInt8>, flush: Flush, to output: inout [UInt8]) {
        var rest = bytes
        repeat {
            // zlib counts in 32 bits.
            let part = UnsafeBufferPointer(rebasing: rest.prefix(1 << 30))
            rest = UnsafeBufferPointer(rebasing: rest[part.count...])
            stream.pointee.next_in = UnsafeMutablePointer(mutating: part.baseAddress)
            stream.pointee.avail_in = UInt32(part.count)
            run(rest.isEmpty ? flush.code : Z_NO_FLUSH, &output)
        } while !rest.isEmpty
        stream.pointee.next_in = nil
    }

    /// Forgets everything, ready for another stream.
    package func reset() { deflateReset(stream) }

    private func run(_ flush: Int32, _ output: inout [UInt8]) {
        var isFull = true
        while isFull {
            let room = max(256, Int(deflateBound(stream, UInt(stream.pointee.avail_in))) + 16)
            isFull = appendInto(&output, room) { start, capacity in
                stream.pointee.next_out = start
                stream.pointee.avail_out = UInt32(capacity)
                // Z_BUF_ERROR only says that there was nothing left to do.
                deflate(stream, flush)
                return capacity - Int(stream.pointee.avail_out)
            }
        }
        stream.pointee.next_out = nil
    }
}

extension Deflater.Flush {
    fileprivate var code: Int32 {
        switch self {
        case .sync: Z_SYNC_FLUSH
        case .full: Z_FULL_FLUSH
        case .finish: Z_FINISH
        }
    }
}

/// Lets the body fill at most `room` bytes behind the output; true when it used all of them.
@inline(__always)
func appendInto(
    _ output: inout [UInt8], _ room: Int, _ body: (UnsafeMutablePointer<UInt8>, Int) -> Int
) -> Bool {
    let capped = min(room, 1 << 20)
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capped) { space in
        guard let start = space.baseAddress else { return false }
        let used = body(start, capped)
        output.append(contentsOf: UnsafeBufferPointer(start: start, count: used))
        return used == capped
    }
}
