import GraphQLLanguage
import GraphQLSchema

/// A fragment is on an object, interface or union type.
///
/// Spec: 5.5.1.3 Fragments on Object, Interface or Union Types.
enum FragmentsOnCompositeTypes {
    static func check(_ node: SelectionNode, _ id: NodeID<SelectionNode>, _ context: ValidationContext) {
        guard !node.name.isAbsent, isFaulty(context.names.selections[Int(id.index)], context) else { return }
        context.report(
            .fragmentsOnCompositeTypes,
            "Fragment cannot condition on non composite type '\(context.string(node.name))'.", at: [node.name.offset])
    }

    static func check(_ node: FragmentNode, _ id: NodeID<FragmentNode>, _ context: ValidationContext) {
        guard isFaulty(context.names.fragmentTypes[Int(id.index)], context) else { return }
        let (name, type) = (context.string(node.name), context.string(node.typeCondition))
        context.report(
            .fragmentsOnCompositeTypes,
            "Fragment '\(name)' cannot condition on non composite type '\(type)'.", at: [node.typeCondition.offset])
    }

    private static func isFaulty(_ name: NameNumber, _ context: ValidationContext) -> Bool {
        context.type(named: name).map { !context.schema[$0].kind.isComposite } ?? false
    }
}
