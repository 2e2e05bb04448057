import GraphQLLanguage

/// A type has each of its fields once, extensions included.
///
/// Spec: 3.6, 3.7 and 3.10 Type Validation, "The field must have a unique name within that type".
struct UniqueFieldDefinitionNames {
    static let name: StaticString = "UniqueFieldDefinitionNames"
    private var seen = MemberNames()

    mutating func enter(_ node: TypeDefinitionNode, _ document: Int, _ context: inout DefinitionContext) {
        guard !node.fields.isEmpty || !node.inputFields.isEmpty else { return }
        let type = context.symbol(node.name, document)
        for id in node.fields { check(context.documents[document][id].name, type, document, &context) }
        for id in node.inputFields { check(context.documents[document][id].name, type, document, &context) }
    }

    private mutating func check(
        _ name: Name, _ type: Symbol, _ document: Int, _ context: inout DefinitionContext
    ) {
        let position = SourcePosition(document, name.offset)
        guard let first = seen.first(context.symbol(name, document), of: type, at: position) else { return }
        context.report(
            Self.name,
            "Field '\(context.string(type)).\(context.string(name, document))' can only be defined once.",
            at: [first, position])
    }
}
