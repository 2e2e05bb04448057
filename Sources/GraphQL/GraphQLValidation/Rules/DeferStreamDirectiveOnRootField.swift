import GraphQLLanguage
import GraphQLSchema

/// Nothing at the root of a mutation or subscription is deferred or streamed.
///
/// Spec: draft, Defer And Stream Directives Are Used On Valid Root Field.
struct DeferStreamDirectiveOnRootField {
    /// Fragments that hold nothing of the kind, so that they need no second look.
    private var sound: Set<NodeID<FragmentNode>> = []

    mutating func check(_ operation: OperationNode, _ context: ValidationContext) {
        guard operation.kind != .query, let root = context.schema.rootType(for: operation.kind) else { return }
        let type = "\(operation.kind.keyword) type '\(context.schema.name(of: root))'"
        var visited: Set<NameNumber> = []
        var fragments: Set<NodeID<FragmentNode>> = []
        if forbid(operation.selections, type, &visited, &fragments, context) { sound.formUnion(fragments) }
    }

    /// Limit: fragments are visited once and nest no deeper than `FragmentNesting` allows.
    private func forbid(
        _ selections: NodeRange<SelectionNode>, _ type: String, _ visited: inout Set<NameNumber>,
        _ fragments: inout Set<NodeID<FragmentNode>>, _ context: ValidationContext
    ) -> Bool {
        var isSound = true
        for id in selections {
            let node = context.document[id]
            switch node.kind {
            case .field:
                if refuses("stream", "Stream", node, type, context) { isSound = false }
            case .inlineFragment:
                if refuses("defer", "Defer", node, type, context) { isSound = false }
                if !forbid(node.selections, type, &visited, &fragments, context) { isSound = false }
            case .fragmentSpread:
                guard visited.insert(context.names.selections[Int(id.index)]).inserted,
                    let fragment = context.fragment(of: id)
                else { continue }
                if refuses("defer", "Defer", node, type, context) { isSound = false }
                fragments.insert(fragment)
                let inner = context.document[fragment].selections
                if !sound.contains(fragment), !forbid(inner, type, &visited, &fragments, context) { isSound = false }
            }
        }
        return isSound
    }

    private func refuses(
        _ name: StaticString, _ title: String, _ node: SelectionNode, _ type: String, _ context: ValidationContext
    ) -> Bool {
        let document = context.document
        guard let directive = node.directives.first(where: { document.isSame(document[$0].name, name) }) else {
            return false
        }
        context.report(
            .deferStreamDirectiveOnRootField, "\(title) directive cannot be used on root \(type).",
            at: [document[directive].position])
        return true
    }
}
