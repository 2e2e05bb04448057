import GraphQLLanguage

/// Ends the validation of a document whose selection sets, fragments expanded, lie too deep inside one another.
///
/// Why: the parser bounds the depth of one definition only; a chain of fragments could take any rule that follows
/// spreads to any depth. A spread that closes a cycle adds nothing here: cycles are a rule's business.
struct FragmentNesting {
    private var depths: [Int32] = []

    init(_ context: ValidationContext) {
        let document = context.document
        guard !document.fragments.isEmpty else { return }
        let nestings = document.fragments.map { Self.nesting(of: $0.selections, document) }
        let spreads = nestings.map { nesting in nesting.spreads.compactMap { context.fragment(of: $0.id) } }
        depths = Array(repeating: 0, count: document.fragments.count)
        for fragment in FragmentOrder.innermostFirst(spreads) {
            depths[Int(fragment.index)] = depth(of: nestings[Int(fragment.index)], context)
        }
    }

    func check(_ fragment: NodeID<FragmentNode>, _ context: ValidationContext) {
        if depths[Int(fragment.index)] > ValidationBudget.nestingMax { context.abort() }
    }

    func check(_ operation: OperationNode, _ context: ValidationContext) {
        guard !depths.isEmpty else { return }
        let depth = depth(of: Self.nesting(of: operation.selections, context.document), context)
        if depth > ValidationBudget.nestingMax { context.abort() }
    }

    /// How deep the sets of one definition lie, and where its spreads do.
    private struct Nesting {
        var depth: Int32 = 0
        var spreads: [(id: NodeID<SelectionNode>, depth: Int32)] = []
    }

    private static func nesting(of selections: NodeRange<SelectionNode>, _ document: Document) -> Nesting {
        var nesting = Nesting()
        var open: [(set: NodeRange<SelectionNode>, depth: Int32)] = [(selections, 1)]
        while let (set, depth) = open.popLast() {
            nesting.depth = max(nesting.depth, depth)
            for id in set {
                let node = document[id]
                if case .fragmentSpread = node.kind {
                    nesting.spreads.append((id, depth))
                } else if node.hasSelectionSet {
                    open.append((node.selections, depth + 1))
                }
            }
        }
        return nesting
    }

    private func depth(of nesting: Nesting, _ context: ValidationContext) -> Int32 {
        nesting.spreads.reduce(nesting.depth) { deepest, spread in
            guard let fragment = context.fragment(of: spread.id) else { return deepest }
            return max(deepest, spread.depth + depths[Int(fragment.index)])
        }
    }
}
