/// An enum has values.
///
/// Spec: 3.9 Enums, Type Validation.
struct EnumsHaveValues {
    static let name: StaticString = "EnumsHaveValues"

    func check(_ type: TypeID, _ context: inout TypeSystemContext) {
        guard context.schema[type].enumValues.isEmpty else { return }
        context.report(
            Self.name, "Enum type \(context.name(type)) must define one or more values.", at: context.positions(type))
    }
}
