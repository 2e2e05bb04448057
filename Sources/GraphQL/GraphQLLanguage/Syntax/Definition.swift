/// One definition of a document, in document order, naming the array and place where its node lies.
package enum Definition: Sendable, BitwiseCopyable {
    case operation(NodeID<OperationNode>)
    case fragment(NodeID<FragmentNode>)
    case schema(NodeID<SchemaDefinitionNode>)
    case type(NodeID<TypeDefinitionNode>)
    case directive(NodeID<DirectiveDefinitionNode>)
}
