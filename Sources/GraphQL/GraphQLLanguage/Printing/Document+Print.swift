extension Document {
    /// The document as text in the reference implementation's layout; parsing it gives the same tree.
    package func printed() -> String { String(decoding: printedBytes(), as: UTF8.self) }

    /// The UTF-8 bytes of `printed()`; comments stay where they belong if they are kept.
    package func printedBytes(keepsComments: Bool = false) -> [UInt8] {
        var printer = Printer(self, keepsComments: keepsComments)
        printer.printDocument()
        return printer.output
    }

    /// Limit: bytes of a value in a message, so that a thousand errors about one huge literal stay small.
    static let messageBytesMax = 2_000

    /// One value as a message shows it; what is too long for a message ends in three dots.
    package func printed(_ value: NodeID<ValueNode>) -> String {
        var printer = Printer(messageAbout: self, depthMax: 100, bytesMax: Self.messageBytesMax)
        printer.value(value)
        let text = printer.output
        guard text.count > Self.messageBytesMax else { return String(decoding: text, as: UTF8.self) }
        let end = text[...Self.messageBytesMax].lastIndex { $0 & 0xC0 != 0x80 } ?? 0
        return String(decoding: text[..<end], as: UTF8.self) + "..."
    }
}
