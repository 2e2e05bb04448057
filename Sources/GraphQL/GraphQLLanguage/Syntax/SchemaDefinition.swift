/// `schema { … }` or `extend schema { … }`.
package struct SchemaDefinitionNode: Sendable, BitwiseCopyable {
    package let isExtension: Bool
    /// Byte offset of the description or the first keyword.
    package let position: UInt32
    package let description: OptionalNodeID<ValueNode>
    package let directives: NodeRange<DirectiveNode>
    package let operationTypes: NodeRange<OperationTypeNode>
}

/// `query: Query` in a schema definition.
package struct OperationTypeNode: Sendable, BitwiseCopyable {
    /// Byte offset of the keyword.
    package let position: UInt32
    package let kind: OperationKind
    package let type: Name
}

/// `directive @name(arguments) repeatable on …`, or `extend directive @name @directive` where the parser allows it.
package struct DirectiveDefinitionNode: Sendable, BitwiseCopyable {
    package let isExtension: Bool
    package let isRepeatable: Bool
    /// Byte offset of the description or the first keyword.
    package let position: UInt32
    package let description: OptionalNodeID<ValueNode>
    package let name: Name
    package let arguments: NodeRange<InputValueNode>
    /// Directives on a directive; empty unless the parser was told to allow them.
    package let directives: NodeRange<DirectiveNode>
    /// The locations in the order in which they are written.
    package let locations: NodeRange<DirectiveLocationNode>
}

/// One location of a directive definition; the parser has checked that it exists.
package struct DirectiveLocationNode: Sendable, BitwiseCopyable {
    package let name: Name
    package let location: DirectiveLocation
}
