extension Document {
    /// The document as text in the reference implementation's layout; parsing it gives the same tree.
    package func printed() -> String { String(decoding: printedBytes(), as: UTF8.self) }

    /// The UTF-8 bytes of `printed()`.
    package func printedBytes() -> [UInt8] {
        var printer = Printer(self)
        printer.printDocument()
        return printer.output
    }

    /// One value as a message or a default value shows it.
    package func printed(_ value: NodeID<ValueNode>) -> String {
        var printer = Printer(self, depthMax: 100)
        printer.value(value)
        return String(decoding: printer.output, as: UTF8.self)
    }
}
