import GraphQLLanguage

/// No two directives share a name.
///
/// Spec: 3.13 Directives, "All directives within a GraphQL schema must have unique names".
struct UniqueDirectiveNames {
    static let name: StaticString = "UniqueDirectiveNames"
    private var seen: [Symbol: SourcePosition] = [:]

    mutating func enter(_ node: DirectiveDefinitionNode, _ document: Int, _ context: inout DefinitionContext) {
        guard !node.isExtension else { return }
        let name = context.symbol(node.name, document)
        let position = SourcePosition(document, node.name.offset)
        if let first = seen[name] {
            context.report(
                Self.name, "There can be only one directive named '@\(context.string(name))'.",
                at: [first, position])
        } else {
            seen[name] = position
        }
    }
}
