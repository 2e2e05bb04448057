import GraphQLLanguage

/// Only the definition of an input object says that it is OneOf.
///
/// Spec: 3.10.2 Input Object Extensions, Type Validation 5, which the reference does not look at.
struct OneOfIsNotExtended {
    static let name: StaticString = "OneOfIsNotExtended"

    func check(_ id: TypeID, _ context: inout TypeSystemContext) {
        for declaration in context.declarations(id) {
            let document = context.document(declaration)
            let node = document.typeSystem.typeDefinitions[Int(declaration.node)]
            guard node.isExtension else { continue }
            for use in node.directives.map({ document[$0] }) where document.isSame(use.name, "oneOf") {
                context.report(
                    Self.name,
                    "The directive '@oneOf' must not be provided by an extension of type \(context.name(id)).",
                    at: [SourcePosition(Int(declaration.document), use.position)])
            }
        }
    }
}
