/// A union has members, each an object, each once.
///
/// Spec: 3.8 Unions, Type Validation.
struct UnionMembersAreObjects {
    static let name: StaticString = "UnionMembersAreObjects"

    func check(_ union: TypeID, _ context: inout TypeSystemContext) {
        let members = context.schema.possibleTypes(of: union)
        if members.isEmpty, !context.incompleteTypes.contains(union) {
            context.report(
                Self.name, "Union type \(context.name(union)) must define one or more member types.",
                at: context.positions(union))
        }
        var seen: Set<TypeID> = []
        for member in members {
            if context.schema[member].kind != .object {
                context.report(
                    Self.name,
                    "Union type \(context.name(union)) can only include Object types, it cannot include "
                        + "\(context.name(member)).", at: context.memberPositions(union, member))
            } else if !seen.insert(member).inserted {
                context.report(
                    Self.name,
                    "Union type \(context.name(union)) can only include type \(context.name(member)) once.",
                    at: context.memberPositions(union, member))
            }
        }
    }
}
