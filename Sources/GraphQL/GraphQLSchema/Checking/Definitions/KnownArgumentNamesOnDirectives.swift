import GraphQLLanguage

/// A directive is given only arguments that its definition has.
///
/// Spec: 5.4.1 Argument Names.
struct KnownArgumentNamesOnDirectives {
    static let name: StaticString = "KnownArgumentNamesOnDirectives"

    func enter(_ node: DirectiveNode, _ document: Int, _ context: inout DefinitionContext) {
        guard !node.arguments.isEmpty else { return }
        let directive = context.symbol(node.name, document)
        guard let definition = context.directives[directive] else { return }
        let home = context.documents[definition.document]
        let known = home[definition.node].arguments.map { home[$0].name }
        for id in node.arguments {
            let argument = context.documents[document][id]
            let given = context.documents[document].bytes(argument.name)
            guard !known.contains(where: { home.bytes($0).elementsEqual(given) }) else { continue }
            let text = context.string(argument.name, document)
            let question = context.question(for: text, among: known.map(home.string))
            context.report(
                Self.name,
                "Unknown argument '\(text)' on directive '@\(context.string(directive))'." + question,
                at: [SourcePosition(document, argument.position)])
        }
    }
}
