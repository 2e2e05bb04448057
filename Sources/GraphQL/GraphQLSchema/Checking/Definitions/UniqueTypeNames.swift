import GraphQLLanguage

/// No two types share a name.
///
/// Spec: 3.3 Schema, "All types within a GraphQL schema must have unique names".
struct UniqueTypeNames {
    static let name: StaticString = "UniqueTypeNames"
    private var seen: [Symbol: SourcePosition] = [:]

    mutating func enter(_ node: TypeDefinitionNode, _ document: Int, _ context: inout DefinitionContext) {
        guard !node.isExtension else { return }
        let name = context.symbol(node.name, document)
        let position = SourcePosition(document, node.name.offset)
        if let first = seen[name] {
            context.report(
                Self.name, "There can be only one type named '\(context.string(name))'.", at: [first, position])
        } else {
            seen[name] = position
        }
    }
}
