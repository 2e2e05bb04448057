extension Document {
    /// Reads a document, executable, type-system or both.
    package static func parse(_ source: Source, options: ParseOptions = ParseOptions()) throws(SyntaxError) -> Document
    {
        throw SyntaxError(
            reason: .grammar, message: "Syntax Error: Unexpected <EOF>.", offset: 0, location: source.location(at: 0))
    }

    /// Reads a document from bytes.
    package static func parse(
        _ bytes: [UInt8], options: ParseOptions = ParseOptions()
    ) throws(SyntaxError) -> Document {
        try parse(Source(bytes), options: options)
    }
}
