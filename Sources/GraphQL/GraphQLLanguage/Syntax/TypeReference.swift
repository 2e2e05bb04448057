/// A type as it is written: a name, a list of a type, or a type that is not null.
package struct TypeNode: Sendable, BitwiseCopyable {
    /// The forms of the production Type.
    package enum Kind: Sendable, BitwiseCopyable { case named, list, nonNull }

    package let kind: Kind
    /// Byte offset of the name or the opening bracket.
    package let position: UInt32
    @usableFromInline let first: UInt32
    @usableFromInline let second: UInt32

    /// The name of a named type; absent for the two wrappers.
    @inlinable package var name: Name {
        kind == .named ? Name(offset: Int(first), length: Int(second)) : .absent
    }

    /// What a list or non-null type wraps.
    @inlinable package var wrapped: NodeID<TypeNode>? { kind == .named ? nil : NodeID(rawIndex: first) }
}
