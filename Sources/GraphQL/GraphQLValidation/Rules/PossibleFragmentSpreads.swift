import GraphQLLanguage
import GraphQLSchema

/// A fragment is spread only where some object can be of both types.
///
/// Spec: 5.5.2.3 Fragment Spread Is Possible.
enum PossibleFragmentSpreads {
    static func checkInline(
        _ id: NodeID<SelectionNode>, _ type: TypeID?, in parent: TypeID?, _ context: ValidationContext
    ) {
        guard let type = context.composite(type), let parent, !context.schema.overlaps(type, parent) else { return }
        report("Fragment cannot", id, type, parent, context)
    }

    static func checkSpread(_ id: NodeID<SelectionNode>, in parent: TypeID?, _ context: ValidationContext) {
        guard let parent, let fragment = context.fragment(of: id) else { return }
        let type = context.composite(context.type(named: context.names.fragmentTypes[Int(fragment.index)]))
        guard let type, !context.schema.overlaps(type, parent) else { return }
        let name = context.string(context.document[id].name)
        report("Fragment '\(name)' cannot", id, type, parent, context)
    }

    private static func report(
        _ subject: String, _ id: NodeID<SelectionNode>, _ type: TypeID, _ parent: TypeID, _ context: ValidationContext
    ) {
        let (type, parent) = (context.schema.name(of: type), context.schema.name(of: parent))
        context.report(
            .possibleFragmentSpreads,
            "\(subject) be spread here as objects of type '\(parent)' can never be of type '\(type)'.",
            at: [context.document[id].position])
    }
}
