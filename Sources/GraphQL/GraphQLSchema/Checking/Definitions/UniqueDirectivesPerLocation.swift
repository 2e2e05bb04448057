import GraphQLLanguage

/// A directive that is not repeatable stands once at an element, its extensions included.
///
/// Spec: 5.7.3 Directives Are Unique per Location.
struct UniqueDirectivesPerLocation {
    static let name: StaticString = "UniqueDirectivesPerLocation"

    /// What the directives stand on; some elements are spread over several definitions.
    enum Element {
        case schema
        case type(Symbol)
        case directive(Symbol)
        case other
    }

    private var onSchema: [Symbol: SourcePosition] = [:]
    private var onTypes: [Symbol: [Symbol: SourcePosition]] = [:]
    private var onDirectives: [Symbol: [Symbol: SourcePosition]] = [:]

    mutating func enter(
        _ directives: NodeRange<DirectiveNode>, on element: Element, _ document: Int,
        _ context: inout DefinitionContext
    ) {
        guard !directives.isEmpty else { return }
        switch element {
        case .schema: check(directives, document, &onSchema, &context)
        case .type(let name): check(directives, document, &onTypes[name, default: [:]], &context)
        case .directive(let name): check(directives, document, &onDirectives[name, default: [:]], &context)
        case .other:
            guard directives.count > 1 else { return }
            var seen: [Symbol: SourcePosition] = [:]
            check(directives, document, &seen, &context)
        }
    }

    private func check(
        _ directives: NodeRange<DirectiveNode>, _ document: Int, _ seen: inout [Symbol: SourcePosition],
        _ context: inout DefinitionContext
    ) {
        for id in directives {
            let node = context.documents[document][id]
            let name = context.symbol(node.name, document)
            guard let definition = context.directives[name],
                !context.documents[definition.document][definition.node].isRepeatable
            else { continue }
            let position = SourcePosition(document, node.position)
            if let first = seen[name] {
                context.report(
                    Self.name,
                    "The directive '@\(context.string(name))' can only be used once at this location.",
                    at: [first, position])
            } else {
                seen[name] = position
            }
        }
    }
}
