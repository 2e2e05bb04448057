/// Prints many values of one document, measuring the document once.
package struct ValuePrinter: Sendable {
    private let document: Document
    private let extents: [PrintedExtent]

    package init(_ document: Document) {
        self.document = document
        extents = PrintedExtent.measure(document)
    }

    /// The UTF-8 bytes of what `Document.printed(_:)` gives, as deep as the value is.
    package func text(of value: NodeID<ValueNode>) -> [UInt8] {
        var printer = Printer(document, extents: extents)
        printer.value(value)
        return printer.output
    }
}
