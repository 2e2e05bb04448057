/// A literal, or a variable where a value is expected.
package struct ValueNode: Sendable, BitwiseCopyable {
    /// The forms of the production Value.
    package enum Kind: Sendable, BitwiseCopyable {
        case variable, int, float, string, blockString, `true`, `false`, null, `enum`, list, object
    }

    package let kind: Kind
    /// True if a string must be decoded: its value is not simply the bytes between its quotes.
    package let needsDecoding: Bool
    /// Byte offset of the first byte: the dollar sign, quote, bracket, brace, digit or letter.
    package let position: UInt32
    /// Offset of the text, or the first child.
    @usableFromInline let first: UInt32
    /// Length of the text, or the number of children.
    @usableFromInline let second: UInt32

    /// The variable's name, the number's or enum value's spelling, or what stands between a string's quotes.
    ///
    /// Meaningless for lists and objects.
    @inlinable package var text: Name { Name(offset: Int(first), length: Int(second)) }

    /// The items of a list; empty for all other kinds.
    @inlinable package var items: NodeRange<ValueNode> {
        kind == .list ? NodeRange(start: Int(first), count: Int(second)) : .empty
    }

    /// The fields of an object; empty for all other kinds.
    @inlinable package var fields: NodeRange<ObjectFieldNode> {
        kind == .object ? NodeRange(start: Int(first), count: Int(second)) : .empty
    }

    @inlinable package var isString: Bool { kind == .string || kind == .blockString }
    @inlinable package var isBoolean: Bool { kind == .true || kind == .false }
}

/// `name: value` in an input object literal.
package struct ObjectFieldNode: Sendable, BitwiseCopyable {
    package let name: Name
    package let value: NodeID<ValueNode>

    @inlinable package var position: UInt32 { name.offset }
}
