// Reading the text that nodes name.
extension Document {
    /// The bytes of a name, number or raw string text where they stand in the source.
    @inlinable
    package func bytes(_ name: Name) -> ArraySlice<UInt8> { source.bytes[name.range] }

    /// A name as a `String`, for messages and tables; hot paths compare bytes.
    package func string(_ name: Name) -> String { String(decoding: source.bytes[name.range], as: UTF8.self) }

    /// True if two names of this document are spelled the same.
    package func isSame(_ left: Name, _ right: Name) -> Bool {
        guard left.length == right.length else { return false }
        return left.offset == right.offset || source.bytes[left.range].elementsEqual(source.bytes[right.range])
    }

    /// True if a name is spelled like the literal.
    package func isSame(_ name: Name, _ literal: StaticString) -> Bool {
        guard Int(name.length) == literal.utf8CodeUnitCount, literal.hasPointerRepresentation else { return false }
        let wanted = UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
        return source.bytes[name.range].elementsEqual(wanted)
    }

    /// The value of a string or block string literal, escapes and indentation resolved; the spelling of other leaves.
    package func string(of value: NodeID<ValueNode>) -> String {
        String(decoding: stringBytes(of: value), as: UTF8.self)
    }

    /// The UTF-8 bytes of what `string(of:)` gives.
    package func stringBytes(of id: NodeID<ValueNode>) -> [UInt8] {
        let value = self[id]
        switch value.kind {
        case .string where value.needsDecoding: return StringLiteral.decode(source.bytes[value.text.range])
        case .blockString where value.needsDecoding: return BlockString.decode(source.bytes[value.text.range])
        case .list, .object: return []
        case .variable, .int, .float, .string, .blockString, .true, .false, .null, .enum:
            return Array(source.bytes[value.text.range])
        }
    }

    /// A description's value, if there is one.
    package func string(of description: OptionalNodeID<ValueNode>) -> String? {
        description.id.map { string(of: $0) }
    }

    /// Line and column of a byte offset, as clients are told.
    package func location(at position: UInt32) -> SourceLocation { source.location(at: Int(position)) }
}
