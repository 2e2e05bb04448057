import GraphQLLanguage

/// What is extended is defined, and is of the kind that the extension says.
///
/// Spec: 3.4.3 Type Extensions and the Type Validation of each kind's extension.
struct PossibleTypeExtensions {
    static let name: StaticString = "PossibleTypeExtensions"

    func enter(_ node: TypeDefinitionNode, _ document: Int, _ context: inout DefinitionContext) {
        guard node.isExtension else { return }
        let name = context.symbol(node.name, document)
        let text = context.string(name)
        guard let definition = context.type(named: name) else {
            context.report(
                Self.name,
                "Cannot extend type '\(text)' because it is not defined."
                    + context.question(for: text, among: context.typeNames.map { context.string($0) }),
                at: [SourcePosition(document, node.name.offset)])
            return
        }
        let original = context.documents[definition.document][definition.node]
        guard original.kind != node.kind else { return }
        context.report(
            Self.name, "Cannot extend non-\(noun(node.kind)) type '\(text)'.",
            at: [
                SourcePosition(definition.document, original.position), SourcePosition(document, node.position),
            ])
    }

    private func noun(_ kind: TypeDefinitionNode.Kind) -> String {
        switch kind {
        case .scalar: "scalar"
        case .object: "object"
        case .interface: "interface"
        case .union: "union"
        case .enum: "enum"
        case .inputObject: "input object"
        }
    }
}
