/// An input object has fields.
///
/// Spec: 3.10 Input Objects, Type Validation 1.
struct InputObjectsHaveFields {
    static let name: StaticString = "InputObjectsHaveFields"

    func check(_ type: TypeID, _ context: inout TypeSystemContext) {
        guard context.schema[type].inputFields.isEmpty, !context.incompleteTypes.contains(type) else { return }
        context.report(
            Self.name, "Input Object type \(context.name(type)) must define one or more fields.",
            at: context.positions(type))
    }
}
