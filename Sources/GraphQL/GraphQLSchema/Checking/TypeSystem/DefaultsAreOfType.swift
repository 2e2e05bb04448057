import GraphQLLanguage

/// A default is a value of the type it is a default for.
///
/// Spec: 3.6.1 Field Arguments and 3.10 Input Objects, Type Validation: the default "must be compatible with" its type.
struct DefaultsAreOfType {
    static let name: StaticString = "DefaultsAreOfType"

    func check(_ input: SchemaInputValue, _ coordinate: String, _ context: inout TypeSystemContext) {
        guard input.hasDefault, let literal = context.node(input).defaultValue.id,
            context.schema[input.type.named].kind.isInput
        else { return }
        if context.incompleteTypes.contains(input.type.named) { return }
        let document = context.document(input.declaration)
        for fault in context.schema.faults(in: literal, of: document, as: input.type, suggests: context.suggests) {
            context.report(
                Self.name, "\(coordinate) has invalid default value\(fault.path.suffix): \(fault.message)",
                at: [SourcePosition(Int(input.declaration.document), fault.position)])
        }
    }
}
