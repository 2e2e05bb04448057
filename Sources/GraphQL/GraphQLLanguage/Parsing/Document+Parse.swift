extension Document {
    /// Reads a document, executable, type-system or both.
    package static func parse(_ source: Source, options: ParseOptions = ParseOptions()) throws(SyntaxError) -> Document
    {
        try source.parsed(options) { (parser: inout Parser) throws(Parser.Stop) in
            try parser.document()
        }
    }

    /// Reads a document from bytes.
    package static func parse(
        _ bytes: [UInt8], options: ParseOptions = ParseOptions()
    ) throws(SyntaxError) -> Document {
        try parse(Source(bytes), options: options)
    }
}

extension Source {
    /// Runs one production over the bytes, within the limits.
    fileprivate func parsed(
        _ options: ParseOptions, _ production: (inout Parser) throws(Parser.Stop) -> Void
    ) throws(SyntaxError) -> Document {
        // Limit: offsets are 32 bits wide, whatever the configuration says.
        let bytesMax = min(options.limits.bytesMax, Int(Int32.max))
        guard bytes.count <= bytesMax else {
            throw error(
                "Document contains more than \(bytesMax) bytes. Parsing aborted.", at: bytesMax, .tooManyBytes)
        }
        return try bytes.withUnsafeBufferPointer { (buffer) throws(SyntaxError) -> Document in
            if let fault = UTF8Check.firstFault(in: buffer, allowsSurrogates: options.namesSurrogates) {
                throw error("Invalid UTF-8 in the document.", at: fault, .invalidUTF8)
            }
            var parser = Parser(buffer, options: options)
            do throws(Parser.Stop) {
                try production(&parser)
            } catch {
                throw self.error(parser.failure)
            }
            return Document(source: self, tokenCount: parser.tokenCount, nodes: parser.nodes)
        }
    }

    private func error(_ failure: Parser.SyntaxFailure?) -> SyntaxError {
        guard let failure else { return error("Unexpected <EOF>.", at: bytes.count) }
        return error(failure.description, at: failure.offset, failure.reason)
    }

    private func error(
        _ description: String, at offset: Int, _ reason: SyntaxError.Reason = .grammar
    ) -> SyntaxError {
        SyntaxError(
            reason: reason, message: "Syntax Error: \(description)", offset: offset, location: location(at: offset))
    }
}
