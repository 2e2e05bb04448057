import GraphQLLanguage
import GraphQLSchema

/// A document to be executed holds operations and fragments only.
///
/// Spec: 5.1.1 Executable Definitions.
enum ExecutableDefinitions {
    static func check(_ context: ValidationContext) {
        let document = context.document
        for definition in document.definitions {
            switch definition {
            case .operation, .fragment: break
            case .schema(let id): report("schema", document[id].position, context)
            case .type(let id): report("'\(context.string(document[id].name))'", document[id].position, context)
            case .directive(let id): report("'\(context.string(document[id].name))'", document[id].position, context)
            }
        }
    }

    private static func report(_ name: String, _ position: UInt32, _ context: ValidationContext) {
        context.report(.executableDefinitions, "The \(name) definition is not executable.", at: [position])
    }
}
