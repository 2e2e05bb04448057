/// Arguments and input fields are of input types.
///
/// Spec: 3.6 Objects, Type Validation 2.4; 3.10 Input Objects, Type Validation 2.3; 3.13 Directives.
struct InputsAreInputTypes {
    static let name: StaticString = "InputsAreInputTypes"

    func check(
        _ input: SchemaInputValue, _ coordinate: String, at position: SourcePosition,
        _ context: inout TypeSystemContext
    ) {
        guard !context.schema[input.type.named].kind.isInput else { return }
        context.report(
            Self.name,
            "The type of \(coordinate) must be Input Type but got: \(context.schema.string(input.type)).",
            at: [position])
    }
}
