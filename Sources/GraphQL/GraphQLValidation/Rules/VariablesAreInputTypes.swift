import GraphQLLanguage
import GraphQLSchema

/// A variable is of an input type.
///
/// Spec: 5.8.2 Variables Are Input Types.
enum VariablesAreInputTypes {
    static func check(_ node: VariableDefinitionNode, _ context: ValidationContext) {
        let document = context.document
        guard let named = context.schema.type(named: document.bytes(document.innermostName(of: node.type))) else {
            return
        }
        // Limit: no position takes more lists in lists than a type can have.
        if context.schema[named].kind.isInput, context.type(node.type) != nil { return }
        let (name, type) = (context.string(node.name), document.string(of: node.type))
        context.report(
            .variablesAreInputTypes, "Variable '$\(name)' cannot be non-input type '\(type)'.",
            at: [document[node.type].position])
    }
}
