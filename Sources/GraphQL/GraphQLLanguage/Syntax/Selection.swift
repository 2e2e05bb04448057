/// A field, a fragment spread or an inline fragment.
package struct SelectionNode: Sendable, BitwiseCopyable {
    /// The three forms of the production Selection.
    package enum Kind: Sendable, BitwiseCopyable { case field, fragmentSpread, inlineFragment }

    package let kind: Kind
    /// False for a leaf field and a spread; an empty set can only be met when the parser was told to allow it.
    package let hasSelectionSet: Bool
    /// Byte offset of the alias or name, or of the three dots.
    package let position: UInt32
    /// The field's name, the spread fragment's name, or the inline fragment's type condition (absent if it has none).
    package let name: Name
    /// The alias of a field, or absent.
    package let alias: Name
    package let arguments: NodeRange<ArgumentNode>
    package let directives: NodeRange<DirectiveNode>
    package let selections: NodeRange<SelectionNode>
    /// Byte offset of the opening brace, if there is a selection set.
    package let selectionSetPosition: UInt32

    /// The key of a field in the response.
    @inlinable package var responseName: Name { alias.isAbsent ? name : alias }
}

/// `name: value` in a field or a directive.
package struct ArgumentNode: Sendable, BitwiseCopyable {
    package let name: Name
    package let value: NodeID<ValueNode>

    @inlinable package var position: UInt32 { name.offset }
}

/// A directive where it is used: `@name(arguments)`.
package struct DirectiveNode: Sendable, BitwiseCopyable {
    /// Byte offset of the at sign.
    package let position: UInt32
    package let name: Name
    package let arguments: NodeRange<ArgumentNode>
}
