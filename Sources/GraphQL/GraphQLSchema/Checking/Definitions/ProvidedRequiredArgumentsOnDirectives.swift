import GraphQLLanguage

/// A directive is given every argument that is non-null and has no default.
///
/// Spec: 5.4.3 Required Arguments.
struct ProvidedRequiredArgumentsOnDirectives {
    static let name: StaticString = "ProvidedRequiredArgumentsOnDirectives"

    func leave(_ node: DirectiveNode, _ document: Int, _ context: inout DefinitionContext) {
        let directive = context.symbol(node.name, document)
        guard let definition = context.directives[directive] else { return }
        let home = context.documents[definition.document]
        for id in home[definition.node].arguments {
            let argument = home[id]
            guard home[argument.type].kind == .nonNull, argument.defaultValue.id == nil else { continue }
            let wanted = home.bytes(argument.name)
            let given = context.documents[document]
            guard !node.arguments.contains(where: { given.bytes(given[$0].name).elementsEqual(wanted) }) else {
                continue
            }
            context.report(
                Self.name,
                "Argument '@\(context.string(directive))(\(home.string(argument.name)):)' of type "
                    + "'\(home.string(of: argument.type))' is required, but it was not provided.",
                at: [SourcePosition(document, node.position)])
        }
    }
}
