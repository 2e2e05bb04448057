import JSON

/// Any bytes are JSON or an error inside them; what was read comes back from its own bytes.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzJSON(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    do throws(JSONError) {
        let document = try JSONDocument(parsing: bytes, limits: .request)
        let value = JSONValue(document, document.root)
        precondition(document.after(document.root) == document.nodes.count)
        for (index, node) in document.nodes.enumerated() where node.isString {
            precondition(document.text(index).count == document.bytes(index).count + 2 || node.kind == .escapedString)
        }
        let again = try JSONValue(parsing: value.bytes)
        precondition(again == value)
    } catch {
        precondition(error.offset >= 0 && error.offset <= bytes.count)
    }
    return 0
}
