import GraphQLLanguage

/// What the printer writes can be read again and prints the same.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzGraphQLPrinter(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    guard let document = try? Document.parse(bytes) else { return 0 }
    let printed = document.printedBytes()
    guard let again = try? Document.parse(printed) else { preconditionFailure("The print does not parse.") }
    precondition(again.printedBytes() == printed, "The print of the print differs.")
    precondition(again.selections.count == document.selections.count)
    precondition(again.values.count == document.values.count)
    return 0
}
