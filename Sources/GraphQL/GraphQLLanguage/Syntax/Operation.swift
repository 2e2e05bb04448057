/// The three kinds of operation, and of root operation type.
package enum OperationKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
    case query, mutation, subscription

    /// The keyword.
    package var keyword: StaticString {
        switch self {
        case .query: "query"
        case .mutation: "mutation"
        case .subscription: "subscription"
        }
    }
}

/// A query, mutation or subscription.
package struct OperationNode: Sendable, BitwiseCopyable {
    package let kind: OperationKind
    /// True for the form that is only a selection set.
    package let isShorthand: Bool
    /// Byte offset of the description, the keyword or the brace.
    package let position: UInt32
    package let description: OptionalNodeID<ValueNode>
    /// Absent for an anonymous operation.
    package let name: Name
    package let variables: NodeRange<VariableDefinitionNode>
    package let directives: NodeRange<DirectiveNode>
    package let selections: NodeRange<SelectionNode>
    /// Byte offset of the opening brace.
    package let selectionSetPosition: UInt32
}

/// `$name: Type = default` with its directives.
package struct VariableDefinitionNode: Sendable, BitwiseCopyable {
    /// Byte offset of the description or the dollar sign.
    package let position: UInt32
    /// Byte offset of the dollar sign.
    package let variablePosition: UInt32
    package let description: OptionalNodeID<ValueNode>
    /// The name without the dollar sign.
    package let name: Name
    package let type: NodeID<TypeNode>
    package let defaultValue: OptionalNodeID<ValueNode>
    package let directives: NodeRange<DirectiveNode>
}

/// A fragment definition.
package struct FragmentNode: Sendable, BitwiseCopyable {
    /// Byte offset of the description or the keyword.
    package let position: UInt32
    package let description: OptionalNodeID<ValueNode>
    package let name: Name
    package let typeCondition: Name
    package let directives: NodeRange<DirectiveNode>
    package let selections: NodeRange<SelectionNode>
    /// Byte offset of the opening brace.
    package let selectionSetPosition: UInt32
}
