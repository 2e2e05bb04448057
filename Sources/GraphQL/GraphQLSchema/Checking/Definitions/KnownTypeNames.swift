import GraphQLLanguage

/// Every type that is named is defined.
///
/// Spec: 3.3 Schema and 5.5.1.2 Fragment Spread Type Existence.
struct KnownTypeNames {
    static let name: StaticString = "KnownTypeNames"

    /// Built-in types count as defined only where a definition names them: an operation needs a schema that uses them.
    func enter(_ name: Name, _ document: Int, isInDefinition: Bool, _ context: inout DefinitionContext) {
        let symbol = context.symbol(name, document)
        if context.type(named: symbol) != nil { return }
        if isInDefinition, context.standardTypes.contains(symbol) { return }
        let unknown = context.string(symbol)
        let standard = isInDefinition ? context.standardTypes : []
        context.report(
            Self.name,
            "Unknown type '\(unknown)'."
                + context.question(
                    for: unknown, among: (standard + context.typeNames).map { context.string($0) }),
            at: [SourcePosition(document, name.offset)])
    }
}
