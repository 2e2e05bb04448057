import CZlib

/// Why compressed bytes could not be read.
package enum InflateError: Error, Equatable, Sendable {
    /// The output would pass its bound: a bomb, or simply too much.
    case tooLarge
    /// The bytes are not of the format.
    case malformed
    /// There is no memory for the window.
    case noMemory
}

/// Reads compressed bytes back, never more of them than the caller allows.
///
/// Not sendable: one loop or one task owns it. It holds about 40 KiB.
package final class Inflater {
    /// What was reached.
    package enum Progress: Sendable, Equatable {
        case needsMore
        /// The stream is complete; the value is how many bytes of the input it took.
        case ended(used: Int)
    }

    package let format: CompressionFormat
    private let stream: UnsafeMutablePointer<z_stream>

    /// Nil when there is no memory for it.
    package init?(_ format: CompressionFormat) {
        self.format = format
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard inflateInit2_(stream, format.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Appends what the bytes stand for; throws before the output is longer than `bytesMax`.
    package func inflate(
        _ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8], bytesMax: Int
    ) throws(InflateError) -> Progress {
        var rest = bytes
        while true {
            let part = UnsafeBufferPointer(rebasing: rest.prefix(1 << 30))
            rest = UnsafeBufferPointer(rebasing: rest[part.count...])
            stream.pointee.next_in = UnsafeMutablePointer(mutating: part.baseAddress)
            stream.pointee.avail_in = UInt32(part.count)
            defer { stream.pointee.next_in = nil }
            if try run(&output, bytesMax) {
                return .ended(used: bytes.count - rest.count - Int(stream.pointee.avail_in))
            }
            if rest.isEmpty { return .needsMore }
        }
    }

    /// Forgets everything, ready for another stream.
    package func reset() { inflateReset(stream) }

    /// True at the end of the stream.
    private func run(_ output: inout [UInt8], _ bytesMax: Int) throws(InflateError) -> Bool {
        while true {
            var code = Z_OK
            // One byte more than is allowed, to see that there is more.
            let allowed = bytesMax - output.count
            guard allowed >= 0 else { throw .tooLarge }
            let isFull = appendInto(&output, min(allowed + 1, 16 << 10)) { start, capacity in
                stream.pointee.next_out = start
                stream.pointee.avail_out = UInt32(capacity)
                code = CZlib.inflate(stream, Z_SYNC_FLUSH)
                return capacity - Int(stream.pointee.avail_out)
            }
            stream.pointee.next_out = nil
            if output.count > bytesMax { throw .tooLarge }
            switch code {
            case Z_STREAM_END: return true
            case Z_OK, Z_BUF_ERROR:
                if !isFull { return false }
            case Z_MEM_ERROR: throw .noMemory
            default: throw .malformed
            }
        }
    }
}
