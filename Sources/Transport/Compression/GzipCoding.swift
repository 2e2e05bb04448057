/// Whole bodies in gzip.
package enum GzipCoding {
    /// The compressed body, or nil when there is no memory for it.
    package static func compress(_ bytes: UnsafeBufferPointer<UInt8>, level: Int32 = 6) -> [UInt8]? {
        guard let deflater = Deflater(.gzip, level: level) else { return nil }
        var output: [UInt8] = []
        deflater.compress(bytes, flush: .finish, to: &output)
        return output
    }

    /// The body that the bytes stand for; anything behind the end of the one member is malformed.
    package static func decompress(
        _ bytes: UnsafeBufferPointer<UInt8>, bytesMax: Int
    ) throws(InflateError) -> [UInt8] {
        guard let inflater = Inflater(.gzip) else { throw .noMemory }
        var output: [UInt8] = []
        guard case .ended(let used) = try inflater.inflate(bytes, to: &output, bytesMax: bytesMax), used == bytes.count
        else { throw .malformed }
        return output
    }
}
