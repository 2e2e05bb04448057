import GraphQLLanguage

/// The fragments of a document by name, and the spreads in each definition.
struct FragmentTable {
    /// The index of the fragment with a name; of several, the last.
    private var byName: [Int32]
    private var spreadsOfFragments: [[NodeID<SelectionNode>]?]
    private var spreadsOfOperations: [[NodeID<SelectionNode>]?]

    init(_ document: Document, _ names: NameIndex) {
        byName = Array(repeating: -1, count: document.fragments.isEmpty ? 0 : names.count)
        for (index, name) in names.fragments.enumerated() { byName[Int(name)] = Int32(truncatingIfNeeded: index) }
        spreadsOfFragments = Array(repeating: nil, count: document.fragments.count)
        spreadsOfOperations = Array(repeating: nil, count: document.operations.count)
    }

    /// The fragment that a spread of this name means.
    func fragment(named name: NameNumber) -> NodeID<FragmentNode>? {
        guard Int(name) < byName.count, byName[Int(name)] >= 0 else { return nil }
        return NodeID(Int(byName[Int(name)]))
    }

    mutating func spreads(in fragment: NodeID<FragmentNode>, _ document: Document) -> [NodeID<SelectionNode>] {
        if let known = spreadsOfFragments[Int(fragment.index)] { return known }
        let spreads = Self.spreads(in: document[fragment].selections, document)
        spreadsOfFragments[Int(fragment.index)] = spreads
        return spreads
    }

    mutating func spreads(in operation: NodeID<OperationNode>, _ document: Document) -> [NodeID<SelectionNode>] {
        if let known = spreadsOfOperations[Int(operation.index)] { return known }
        let spreads = Self.spreads(in: document[operation].selections, document)
        spreadsOfOperations[Int(operation.index)] = spreads
        return spreads
    }

    /// All spreads below a selection set.
    ///
    /// Why: level by level, the last inner set first, because errors are reported in the order in which the reference
    /// meets the spreads.
    private static func spreads(
        in selections: NodeRange<SelectionNode>, _ document: Document
    ) -> [NodeID<SelectionNode>] {
        var spreads: [NodeID<SelectionNode>] = []
        var open = [selections]
        while let set = open.popLast() {
            for id in set {
                let selection = document[id]
                if case .fragmentSpread = selection.kind {
                    spreads.append(id)
                } else if !selection.selections.isEmpty {
                    open.append(selection.selections)
                }
            }
        }
        return spreads
    }
}
