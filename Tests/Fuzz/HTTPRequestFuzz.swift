import HTTP

/// Any bytes are requests or a refusal, the same ones however they are cut; the first byte says where.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzHTTPRequest(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    guard size > 1 else { return 0 }
    let bytes = UnsafeBufferPointer(start: data + 1, count: size - 1)
    let whole = transcript(of: bytes, portion: bytes.count)
    precondition(
        transcript(of: bytes, portion: Int(data[0]) % 32 + 1) == whole, "Cutting the bytes changes the requests.")
    return 0
}

/// Everything that a machine tells about the bytes when they come in portions.
private func transcript(of bytes: UnsafeBufferPointer<UInt8>, portion: Int) -> [UInt8] {
    var limits = HTTPLimits()
    (limits.bodyBytesMax, limits.headBytesMax, limits.fieldCountMax) = (4096, 2048, 20)
    (limits.fieldLineBytesMax, limits.startLineBytesMax) = (512, 512)
    var machine = RequestMachine(limits: limits)
    var head = RequestHead()
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
            case .head: tell(head, &story)
            case .body(let range): story += input[range]
            case .end: story += Array("|end|".utf8)
            case .refused(let refusal): return story + Array(refusal.rawValue.utf8)
            }
        }
        at += used
    }
    return story
}

private func tell(_ head: RequestHead, _ story: inout [UInt8]) {
    story += head.method.name.bytes
    story += head.copy(head.path) + [0x3f] + (head.query.map(head.copy) ?? [])
    story += head.copy(head.authority) + [head.keepsAlive ? 1 : 0, head.expectsContinue ? 1 : 0]
    precondition(head.path.count > 0)
    head.forEachField { name, value in
        precondition(name.count > 0 && !name.contains { $0 <= 0x20 || $0 >= 0x7f || $0 == 0x3a })
        precondition(!value.contains { $0 == 0x0d || $0 == 0x0a || $0 == 0 })
        story += name + [0x3a] + value
    }
    for name in FieldName.allCases { precondition(head.fields.contains(name) == (head.place(of: name) != nil)) }
}
