/// An object or interface has fields, and they are of output types.
///
/// Spec: 3.6 Objects and 3.7 Interfaces, Type Validation 1 and 2.3.
struct FieldsAreOutputTypes {
    static let name: StaticString = "FieldsAreOutputTypes"

    func check(_ type: TypeID, _ context: inout TypeSystemContext) {
        guard context.schema[type].fields.isEmpty, !context.incompleteTypes.contains(type) else { return }
        context.report(
            Self.name, "Type \(context.name(type)) must define one or more fields.", at: context.positions(type))
    }

    func check(_ field: SchemaField, _ context: inout TypeSystemContext) {
        guard !context.schema[field.type.named].kind.isOutput else { return }
        context.report(
            Self.name,
            "The type of \(context.coordinate(field)) must be Output Type but got: "
                + "\(context.schema.string(field.type)).", at: [context.typePosition(field)])
    }
}
