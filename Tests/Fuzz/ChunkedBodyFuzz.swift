import HTTP

/// Any bytes are a chunked body or a refusal, the same however they are cut, and never longer than the bound.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzChunkedBody(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    guard size > 1 else { return 0 }
    let bytes = UnsafeBufferPointer(start: data + 1, count: size - 1)
    precondition(read(bytes, portion: Int(data[0]) % 16 + 1) == read(bytes, portion: bytes.count))
    return 0
}

private func read(_ bytes: UnsafeBufferPointer<UInt8>, portion: Int) -> [UInt8] {
    var limits = HTTPLimits()
    limits.bodyBytesMax = 1000
    var reader = ChunkedBodyReader(limits: limits)
    var body: [UInt8] = []
    var start = 0
    while start < bytes.count {
        let input = UnsafeBufferPointer(rebasing: bytes[start..<min(start + portion, bytes.count)])
        var at = 0
        reading: while true {
            switch reader.next(input, at: &at) {
            case .needsMore: break reading
            case .data(let range): body += input[range]
            case .end: return body + Array("|end \(start + at)".utf8)
            case .refused(let refusal): return body + Array(refusal.rawValue.utf8)
            }
        }
        precondition(at == input.count && body.count <= 1000)
        start += input.count
    }
    return body
}
