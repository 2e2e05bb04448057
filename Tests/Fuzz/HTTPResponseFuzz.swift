import HTTP

/// Any bytes are responses or a refusal, the same ones however they are cut; the first byte says where.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzHTTPResponse(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    guard size > 1 else { return 0 }
    let bytes = UnsafeBufferPointer(start: data + 1, count: size - 1)
    let whole = transcript(of: bytes, portion: bytes.count)
    precondition(
        transcript(of: bytes, portion: Int(data[0]) % 32 + 1) == whole, "Cutting the bytes changes the responses.")
    return 0
}

private func transcript(of bytes: UnsafeBufferPointer<UInt8>, portion: Int) -> [UInt8] {
    var limits = HTTPLimits()
    (limits.bodyBytesMax, limits.headBytesMax, limits.fieldCountMax) = (4096, 2048, 20)
    (limits.fieldLineBytesMax, limits.startLineBytesMax) = (512, 512)
    var machine = ResponseMachine(limits: limits)
    var head = ResponseHead()
    var story: [UInt8] = []
    var at = 0
    var end = 0
    while end < bytes.count {
        end = min(end + portion, bytes.count)
        let input = UnsafeBufferPointer(rebasing: bytes[at..<end])
        var used = 0
        reading: while true {
            switch machine.next(input, at: &used, head: &head) {
            case .needsMore: break reading
            case .head: story += Array("\(head.status.rawValue) \(head.keepsAlive) \(head.pairs)".utf8)
            case .body(let range): story += input[range]
            case .end: story += Array("|end|".utf8)
            case .refused(let refusal): return story + Array(refusal.rawValue.utf8)
            }
        }
        at += used
    }
    return story + Array("\(machine.ended())".utf8)
}
