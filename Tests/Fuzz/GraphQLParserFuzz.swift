import GraphQLLanguage

/// Any bytes are a document or a syntax error inside the source, never a trap.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzGraphQLParser(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    for isLenient in [false, true] {
        let options = ParseOptions(allowsEmptySelectionSets: isLenient, allowsDirectivesOnDirectives: isLenient)
        do throws(SyntaxError) {
            _ = try Document.parse(bytes, options: options)
        } catch {
            precondition(error.offset <= bytes.count && error.location.line >= 1 && error.location.column >= 1)
        }
    }
    _ = try? SchemaCoordinate.parse(String(decoding: bytes, as: UTF8.self))
    return 0
}
