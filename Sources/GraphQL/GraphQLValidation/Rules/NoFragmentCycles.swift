import GraphQLLanguage

/// No fragment spreads itself, directly or through others.
///
/// Spec: 5.5.2.2 Fragment Spreads Must Not Form Cycles.
struct NoFragmentCycles {
    private var visited: Set<NameNumber> = []
    private var path: [NodeID<SelectionNode>] = []
    private var pathIndex: [NameNumber: Int] = [:]

    mutating func check(_ id: NodeID<FragmentNode>, _ context: ValidationContext) {
        visit(id, context)
    }

    /// Limit: `FragmentNesting` has ended the validation if this could go deep.
    private mutating func visit(_ id: NodeID<FragmentNode>, _ context: ValidationContext) {
        let name = context.names.fragments[Int(id.index)]
        guard visited.insert(name).inserted else { return }
        let spreads = context.fragments.spreads(in: id, context.document)
        guard !spreads.isEmpty else { return }
        pathIndex[name] = path.count
        for spread in spreads {
            if context.isAborted { return }
            path.append(spread)
            if let start = pathIndex[context.names.selections[Int(spread.index)]] {
                report(path[start...], context)
            } else if let fragment = context.fragment(of: spread) {
                visit(fragment, context)
            }
            path.removeLast()
        }
        pathIndex[name] = nil
    }

    private func report(_ cycle: ArraySlice<NodeID<SelectionNode>>, _ context: ValidationContext) {
        guard let last = cycle.last else { return }
        let via = cycle.dropLast().map { "'\(context.string(context.document[$0].name))'" }.joined(separator: ", ")
        let name = context.string(context.document[last].name)
        context.report(
            .noFragmentCycles,
            "Cannot spread fragment '\(name)' within itself\(via.isEmpty ? "" : " via \(via)").",
            at: cycle.map { context.document[$0].position })
    }
}
