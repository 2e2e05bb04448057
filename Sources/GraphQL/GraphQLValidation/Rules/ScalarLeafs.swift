import GraphQLLanguage
import GraphQLSchema

/// A field has subfields exactly if its type has.
///
/// Spec: 5.3.3 Leaf Field Selections.
enum ScalarLeafs {
    static func check(_ site: FieldSite, _ context: ValidationContext) {
        guard let type = site.type else { return }
        let node = site.node
        let isLeaf = context.schema[type.named].kind.isLeaf
        if isLeaf != node.hasSelectionSet { return }
        let (name, text) = (context.string(node.name), context.schema.string(type))
        if isLeaf {
            context.report(
                .scalarLeafs, "Field '\(name)' must not have a selection since type '\(text)' has no subfields.",
                at: [node.selectionSetPosition])
        } else {
            context.report(
                .scalarLeafs,
                "Field '\(name)' of type '\(text)' must have a selection of subfields. Did you mean '\(name) { ... }'?",
                at: [node.position])
        }
    }
}
