import GraphQLLanguage

/// An operation without a name is the only one.
///
/// Spec: 5.2.3.1 Lone Anonymous Operation.
enum LoneAnonymousOperation {
    static func check(_ operation: OperationNode, _ context: ValidationContext) {
        guard operation.name.isAbsent, context.document.operations.count > 1 else { return }
        context.report(
            .loneAnonymousOperation, "This anonymous operation must be the only defined operation.",
            at: [operation.position])
    }
}
