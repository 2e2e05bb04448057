import GraphQLLanguage

/// Directives on elements, remembered until every type and directive is known and their arguments can be coerced.
struct PendingValues {
    struct Use {
        let document: Int
        let node: NodeID<DirectiveNode>
    }

    /// The index of a use is that of its `AppliedDirectiveID`.
    private(set) var uses: [Use] = []

    /// Appends directives to those of an element that was the last to get any.
    mutating func extend(
        _ range: IDRange<AppliedDirectiveID>, by nodes: NodeRange<DirectiveNode>, _ document: Int
    ) -> IDRange<AppliedDirectiveID> {
        guard !nodes.isEmpty else { return range }
        let first = uses.count - range.count
        for node in nodes { uses.append(Use(document: document, node: node)) }
        return IDRange(first: first, count: uses.count - first)
    }
}
