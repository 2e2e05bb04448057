import GraphQLLanguage

/// Every fragment is reached by an operation.
///
/// Spec: 5.5.1.4 Fragments Must Be Used.
enum NoUnusedFragments {
    static func check(_ context: ValidationContext) {
        let document = context.document
        guard !document.fragments.isEmpty, !context.isAborted else { return }
        var spreads: [NodeID<SelectionNode>] = []
        for index in document.operations.indices {
            spreads += context.fragments.spreads(in: NodeID<OperationNode>(index), document)
        }
        let reached = context.fragments(reachedFrom: spreads)
        if context.isAborted { return }
        context.marks.clear()
        for fragment in reached { _ = context.marks.insert(context.names.fragments[Int(fragment.index)]) }
        for (index, fragment) in document.fragments.enumerated()
        where context.marks[context.names.fragments[index]] == nil {
            context.report(
                .noUnusedFragments, "Fragment '\(context.string(fragment.name))' is never used.",
                at: [fragment.position])
        }
    }
}
