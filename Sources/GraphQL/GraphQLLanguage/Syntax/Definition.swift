/// One definition of a document, in document order, naming the array and place where its node lies.
package enum Definition: Sendable, BitwiseCopyable {
    case operation(NodeID<OperationNode>)
    case fragment(NodeID<FragmentNode>)
    case schema(NodeID<SchemaDefinitionNode>)
    case type(NodeID<TypeDefinitionNode>)
    case directive(NodeID<DirectiveDefinitionNode>)

    /// True for operations and fragments, the only definitions that can be executed.
    package var isExecutable: Bool {
        switch self {
        case .operation, .fragment: true
        case .schema, .type, .directive: false
        }
    }
}
