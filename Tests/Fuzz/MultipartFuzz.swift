import HTTP

/// Any bytes are a form or an error; its parts lie in order inside the bytes and hold no delimiter.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzMultipart(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let body = UnsafeBufferPointer(start: data, count: size)
    let type: StaticString = "multipart/form-data; boundary=b"
    if let form = try? MultipartForm(body, contentType: type.bytes) {
        var last = 0
        for part in form.parts {
            precondition(part.data.lowerBound >= last && part.data.upperBound <= size)
            let text = Array(body[part.data])
            precondition(!text.indices.contains { text[$0...].starts(with: Array("\r\n--b".utf8)) })
            last = part.data.upperBound
        }
    }
    _ = try? MultipartForm(body, contentType: body)
    return 0
}
