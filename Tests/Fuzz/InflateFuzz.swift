import Compression

/// Any bytes are compressed data or an error, within the bound; what we compress is read back.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzInflate(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: data, count: size)
    for format in [CompressionFormat.gzip, .raw(windowBits: 15), .raw(windowBits: 9)] {
        guard let inflater = Inflater(format), let deflater = Deflater(format, level: 1) else { return 0 }
        var output: [UInt8] = []
        _ = try? inflater.inflate(bytes, to: &output, bytesMax: 10_000)
        precondition(output.count <= 10_001)

        var small: [UInt8] = []
        deflater.compress(bytes, flush: .finish, to: &small)
        inflater.reset()
        output = []
        let progress = small.withUnsafeBufferPointer { try? inflater.inflate($0, to: &output, bytesMax: size) }
        precondition(progress == .ended(used: small.count) && output.elementsEqual(bytes), "The round trip differs.")
    }
    return 0
}
