import GraphQLLanguage

/// A field or directive has each of its arguments once.
///
/// Spec: 3.6 Objects and 3.13 Directives, Type Validation.
struct UniqueArgumentDefinitionNames {
    static let name: StaticString = "UniqueArgumentDefinitionNames"

    func enter(_ node: TypeDefinitionNode, _ document: Int, _ context: inout DefinitionContext) {
        for id in node.fields {
            let field = context.documents[document][id]
            guard field.arguments.count > 1 else { continue }
            let owner = { (context: DefinitionContext) in
                "\(context.string(node.name, document)).\(context.string(field.name, document))"
            }
            check(field.arguments, of: owner, document, &context)
        }
    }

    func enter(_ node: DirectiveDefinitionNode, _ document: Int, _ context: inout DefinitionContext) {
        guard node.arguments.count > 1 else { return }
        check(node.arguments, of: { "@\($0.string(node.name, document))" }, document, &context)
    }

    private func check(
        _ arguments: NodeRange<InputValueNode>, of owner: (DefinitionContext) -> String, _ document: Int,
        _ context: inout DefinitionContext
    ) {
        let names = arguments.map { context.documents[document][$0].name }
        let symbols = names.map { context.symbol($0, document) }
        for group in RepeatedNames.groups(symbols) {
            let argument = context.string(symbols[group[0]])
            context.report(
                Self.name, "Argument '\(owner(context))(\(argument):)' can only be defined once.",
                at: group.map { SourcePosition(document, names[$0].offset) })
        }
    }
}
