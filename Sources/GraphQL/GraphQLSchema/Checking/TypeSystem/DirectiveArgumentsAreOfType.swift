import GraphQLLanguage

/// What is written in a directive on a schema element is of the type of the argument.
///
/// Spec: 5.6.1 Values of Correct Type, which holds for every literal of a document. The reference looks only at the
/// directives that it reads itself.
struct DirectiveArgumentsAreOfType {
    static let name: StaticString = "ValuesOfCorrectType"

    func check(_ uses: [PendingValues.Use], _ context: inout TypeSystemContext) {
        let schema = context.schema
        for use in uses where use.document > 0 {
            let document = schema.documents[use.document]
            let node = document[use.node]
            guard !node.arguments.isEmpty, let directive = schema.directive(named: document.bytes(node.name)) else {
                continue
            }
            for argument in node.arguments.map({ document[$0] }) {
                guard let definition = schema.argument(named: document.bytes(argument.name), of: directive),
                    schema[schema[definition].type.named].kind.isInput
                else { continue }
                let type = schema[definition].type
                for fault in schema.faults(in: argument.value, of: document, as: type, suggests: context.suggests) {
                    context.report(Self.name, fault.message, at: [SourcePosition(use.document, fault.position)])
                }
            }
        }
    }
}
