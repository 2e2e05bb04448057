import GraphQLLanguage

/// Each of query, mutation and subscription may be given one root type.
///
/// Spec: 3.3.1 Root Operation Types.
struct UniqueOperationTypes {
    static let name: StaticString = "UniqueOperationTypes"
    private var seen: [OperationKind: SourcePosition] = [:]

    mutating func enter(_ node: SchemaDefinitionNode, _ document: Int, _ context: inout DefinitionContext) {
        for id in node.operationTypes {
            let operationType = context.documents[document][id]
            let position = SourcePosition(document, operationType.position)
            if let first = seen[operationType.kind] {
                context.report(
                    Self.name, "There can be only one \(operationType.kind.keyword) type in schema.",
                    at: [first, position])
            } else {
                seen[operationType.kind] = position
            }
        }
    }
}
