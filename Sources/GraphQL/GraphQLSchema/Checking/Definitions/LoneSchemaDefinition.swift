import GraphQLLanguage

/// Only one definition may begin with `schema`.
///
/// Spec: 3.3 Schema, "The schema definition must be unique".
struct LoneSchemaDefinition {
    static let name: StaticString = "LoneSchemaDefinition"
    private var count = 0

    mutating func enter(_ node: SchemaDefinitionNode, _ document: Int, _ context: inout DefinitionContext) {
        guard !node.isExtension else { return }
        count += 1
        guard count > 1 else { return }
        context.report(
            Self.name, "Must provide only one schema definition.", at: [SourcePosition(document, node.position)])
    }
}
