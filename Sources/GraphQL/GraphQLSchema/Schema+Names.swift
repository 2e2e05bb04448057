// Names and texts of elements, as bytes for output and as strings for messages.
extension Schema {
    package func string(_ name: Symbol) -> String { symbols.string(name) }
    package func bytes(_ name: Symbol) -> ArraySlice<UInt8> { symbols.bytes(of: name) }
    package func bytes(_ text: Text) -> ArraySlice<UInt8> {
        self.text[Int(text.offset)..<Int(text.offset &+ text.count)]
    }
    package func string(_ text: Text) -> String { String(decoding: bytes(text), as: UTF8.self) }

    package func name(of type: TypeID) -> String { string(self[type].name) }

    /// A type with its wrappers as SDL writes it, such as `[User!]!`.
    package func string(_ type: WrappedType) -> String {
        var text = String(repeating: "[", count: type.listDepth) + name(of: type.named)
        for level in stride(from: type.listDepth, through: 0, by: -1) {
            if type.isNonNull(at: level) { text += "!" }
            if level > 0 { text += "]" }
        }
        return text
    }
}
