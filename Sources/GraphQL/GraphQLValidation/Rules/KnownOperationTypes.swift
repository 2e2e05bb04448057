import GraphQLLanguage
import GraphQLSchema

/// An operation is of a kind for which the schema has a root type.
///
/// Spec: 5.2.1.1 Operation Type Existence.
enum KnownOperationTypes {
    static func check(_ operation: OperationNode, _ context: ValidationContext) {
        guard context.schema.rootType(for: operation.kind) == nil else { return }
        context.report(
            .knownOperationTypes, "The \(operation.kind.keyword) operation is not supported by the schema.",
            at: [operation.position])
    }
}
