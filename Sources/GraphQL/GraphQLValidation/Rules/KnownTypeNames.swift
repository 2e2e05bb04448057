import GraphQLLanguage
import GraphQLSchema

/// Every type named in the document exists.
///
/// Spec: 5.5.1.2 Fragment Spread Type Existence.
enum KnownTypeNames {
    static func check(_ name: Name, _ context: ValidationContext, isInTypeSystem: Bool = false) {
        let (document, schema) = (context.document, context.schema)
        if schema.type(named: document.bytes(name)) != nil { return }
        let defined = document.typeSystem.typeDefinitions.filter { !$0.isExtension }.map(\.name)
        if defined.contains(where: { document.isSame($0, name) }) { return }
        let text = context.string(name)
        if isInTypeSystem, standard.contains(text) { return }
        var suggestion = ""
        if context.options.suggests {
            var options = Set(schema.typeIDs.map { schema.name(of: $0) }).union(defined.map { document.string($0) })
            if isInTypeSystem { options.formUnion(standard) }
            suggestion = Suggestions.question(for: text, among: options)
        }
        context.report(.knownTypeNames, "Unknown type '\(text)'.\(suggestion)", at: [name.offset])
    }

    /// Types that SDL may name without defining them.
    private static let standard: Set<String> = [
        "String", "Int", "Float", "Boolean", "ID", "__Schema", "__Directive", "__DirectiveLocation", "__Type",
        "__Field", "__InputValue", "__EnumValue", "__TypeKind",
    ]
}
