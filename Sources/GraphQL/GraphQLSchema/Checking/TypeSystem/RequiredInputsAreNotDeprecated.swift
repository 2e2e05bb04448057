import GraphQLLanguage

/// What must be given cannot be deprecated.
///
/// Spec: 3.13.3 @deprecated, "must not appear on required (non-null without a default) arguments or input fields".
struct RequiredInputsAreNotDeprecated {
    static let name: StaticString = "RequiredInputsAreNotDeprecated"

    func check(
        _ input: SchemaInputValue, _ noun: String, _ coordinate: String, _ context: inout TypeSystemContext
    ) {
        guard input.isRequired, input.isDeprecated else { return }
        context.report(
            Self.name, "Required \(noun) \(coordinate) cannot be deprecated.",
            at: [
                context.deprecatedPosition(context.node(input).directives, input.declaration.document),
                context.typePosition(input),
            ])
    }
}
