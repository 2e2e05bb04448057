import GraphQLLanguage

/// An enum has each of its values once, extensions included.
///
/// Spec: 3.9 Enums, "Each value must be unique".
struct UniqueEnumValueNames {
    static let name: StaticString = "UniqueEnumValueNames"
    private var seen = MemberNames()

    mutating func enter(_ node: TypeDefinitionNode, _ document: Int, _ context: inout DefinitionContext) {
        guard node.kind == .enum, !node.values.isEmpty else { return }
        let type = context.symbol(node.name, document)
        for id in node.values {
            let name = context.documents[document][id].name
            let position = SourcePosition(document, name.offset)
            guard let first = seen.first(context.symbol(name, document), of: type, at: position) else { continue }
            context.report(
                Self.name,
                "Enum value '\(context.string(type)).\(context.string(name, document))' can only be defined once.",
                at: [first, position])
        }
    }
}
