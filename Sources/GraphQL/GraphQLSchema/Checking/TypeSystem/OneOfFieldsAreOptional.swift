/// The fields of a OneOf input object are nullable and have no default.
///
/// Spec: 3.10.1 OneOf Input Objects.
struct OneOfFieldsAreOptional {
    static let name: StaticString = "OneOfFieldsAreOptional"

    func check(_ field: SchemaInputValue, _ coordinate: String, _ context: inout TypeSystemContext) {
        if field.type.isNonNull {
            context.report(
                Self.name, "OneOf input field \(coordinate) must be nullable.", at: [context.typePosition(field)])
        }
        if field.hasDefault {
            context.report(
                Self.name, "OneOf input field \(coordinate) cannot have a default value.",
                at: [context.position(field)])
        }
    }
}
