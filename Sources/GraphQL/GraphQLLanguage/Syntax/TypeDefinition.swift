/// A definition or an extension of a type, of any of the six kinds.
package struct TypeDefinitionNode: Sendable, BitwiseCopyable {
    /// The six kinds of named type.
    package enum Kind: Sendable, BitwiseCopyable, CaseIterable {
        case scalar, object, interface, union, `enum`, inputObject
    }

    package let kind: Kind
    /// True for `extend …`, which has no description and may leave out all but one of its parts.
    package let isExtension: Bool
    /// Byte offset of the description or the first keyword.
    package let position: UInt32
    package let description: OptionalNodeID<ValueNode>
    package let name: Name
    package let directives: NodeRange<DirectiveNode>
    /// The interfaces that an object or interface implements.
    package let interfaces: NodeRange<NamedTypeNode>
    /// The fields of an object or interface.
    package let fields: NodeRange<FieldDefinitionNode>
    /// The member types of a union.
    package let members: NodeRange<NamedTypeNode>
    /// The values of an enum.
    package let values: NodeRange<EnumValueNode>
    /// The fields of an input object.
    package let inputFields: NodeRange<InputValueNode>
}

/// The name of a type in a list of interfaces or union members.
package struct NamedTypeNode: Sendable, BitwiseCopyable {
    package let name: Name

    @inlinable package var position: UInt32 { name.offset }
}

/// A field of an object or interface type.
package struct FieldDefinitionNode: Sendable, BitwiseCopyable {
    /// Byte offset of the description or the name.
    package let position: UInt32
    package let description: OptionalNodeID<ValueNode>
    package let name: Name
    package let arguments: NodeRange<InputValueNode>
    package let type: NodeID<TypeNode>
    package let directives: NodeRange<DirectiveNode>
}

/// An argument of a field or directive, or a field of an input object.
package struct InputValueNode: Sendable, BitwiseCopyable {
    /// Byte offset of the description or the name.
    package let position: UInt32
    package let description: OptionalNodeID<ValueNode>
    package let name: Name
    package let type: NodeID<TypeNode>
    package let defaultValue: OptionalNodeID<ValueNode>
    package let directives: NodeRange<DirectiveNode>
}

/// A value of an enum type.
package struct EnumValueNode: Sendable, BitwiseCopyable {
    /// Byte offset of the description or the name.
    package let position: UInt32
    package let description: OptionalNodeID<ValueNode>
    package let name: Name
    package let directives: NodeRange<DirectiveNode>
}
