import GraphQLLanguage

/// Every directive that is used is defined, and may be used there.
///
/// Spec: 5.7.1 Directives Are Defined, 5.7.2 Directives Are in Valid Locations.
struct KnownDirectives {
    static let name: StaticString = "KnownDirectives"

    func enter(
        _ node: DirectiveNode, on location: DirectiveLocation, _ document: Int, _ context: inout DefinitionContext
    ) {
        let name = context.symbol(node.name, document)
        let position = SourcePosition(document, node.position)
        guard let definition = context.directives[name] else {
            context.report(Self.name, "Unknown directive '@\(context.string(name))'.", at: [position])
            return
        }
        let home = context.documents[definition.document]
        guard !home[definition.node].locations.contains(where: { home[$0].location == location }) else { return }
        let spelled = "\(location.name)".lowercased().split(separator: "_").joined(separator: " ")
        context.report(
            Self.name, "Directive '@\(context.string(name))' may not be used on \(spelled).", at: [position])
    }
}
