import HTTP

/// Addresses, forms, escapes and negotiated fields: any bytes give a value or nil, and what they give is clean.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzAddress(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: data, count: size)
    if let address = WebAddress(String(decoding: bytes, as: UTF8.self)) {
        precondition(!address.host.isEmpty && address.port > 0 && address.target.hasPrefix("/"))
        precondition(!(address.target + address.host).utf8.contains { $0 <= 0x20 || $0 >= 0x7f })
        precondition(!address.host.utf8.contains { "/?#@\\".utf8.contains($0) })
    }
    if let segment = PercentDecoding.segment(bytes) {
        precondition(segment.count <= size && !segment.contains(0) || bytes.contains(0))
    }
    let form = FormFields(bytes, pairsMax: 20)
    precondition(form.pairs.count <= 20)
    let accept = Accept([UInt8](bytes))
    precondition(accept.ranges.allSatisfy { (0...1000).contains($0.weight) })
    _ = accept.best(of: ["application/json", "text/event-stream", "multipart/mixed"])
    _ = ContentCoding.choose(bytes, from: [.brotli, .gzip])
    _ = EntityTag(strong: "x".utf8).isNamed(in: bytes)
    var fields = ResponseFields()
    let before = fields.bytes.count
    if (try? fields.add(.location, bytes)) == nil {
        precondition(fields.bytes.count == before)
    } else {
        precondition(fields.bytes.filter { $0 == 0x0d || $0 == 0x0a }.count == 2, "A value has broken out of its line.")
    }
    return 0
}
