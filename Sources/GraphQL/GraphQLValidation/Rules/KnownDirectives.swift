import GraphQLLanguage
import GraphQLSchema

/// A directive exists and may stand where it stands.
///
/// Spec: 5.7.1 Directives Are Defined, 5.7.2 Directives Are in Valid Locations.
struct KnownDirectives {
    /// Directives that the document itself defines; only a document that is not executable has any.
    private var defined: [String: Set<DirectiveLocation>] = [:]

    init(_ document: Document) {
        for directive in document.typeSystem.directiveDefinitions where !directive.isExtension {
            defined[document.string(directive.name)] = Set(directive.locations.map { document[$0].location })
        }
    }

    func check(
        _ id: NodeID<DirectiveNode>, _ definition: DirectiveID?, at location: DirectiveLocation,
        _ context: ValidationContext
    ) {
        let node = context.document[id]
        let own = defined.isEmpty ? nil : defined[context.string(node.name)]
        if own == nil, definition == nil {
            context.report(
                .knownDirectives, "Unknown directive '@\(context.string(node.name))'.", at: [node.position])
        } else if !(own?.contains(location) ?? definition.map { allows($0, location, context) } ?? false) {
            let words = "\(location.name)".lowercased().replacing("_", with: " ")
            context.report(
                .knownDirectives, "Directive '@\(context.string(node.name))' may not be used on \(words).",
                at: [node.position])
        }
    }

    private func allows(_ directive: DirectiveID, _ location: DirectiveLocation, _ context: ValidationContext) -> Bool {
        context.schema[directive].locations.contains(location)
    }
}
