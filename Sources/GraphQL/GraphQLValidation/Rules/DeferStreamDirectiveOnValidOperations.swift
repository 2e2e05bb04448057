import GraphQLLanguage

/// In a subscription nothing is deferred or streamed, unless an argument can turn it off.
///
/// Spec: draft, Defer And Stream Directives Are Used On Valid Operations.
struct DeferStreamDirectiveOnValidOperations {
    private var sound: Set<NameNumber> = []

    mutating func check(_ operation: OperationNode, _ context: ValidationContext) {
        guard operation.kind == .subscription else { return }
        var scan = Scan(context, sound)
        if scan.forbid(operation.selections) { sound.formUnion(scan.visited) }
    }
}

private struct Scan {
    private let context: ValidationContext
    private let sound: Set<NameNumber>
    private(set) var visited: Set<NameNumber> = []
    /// Positions of the spreads around what is looked at, outermost first.
    private var spreads: [UInt32] = []

    init(_ context: ValidationContext, _ sound: Set<NameNumber>) { (self.context, self.sound) = (context, sound) }

    private var document: Document { context.document }

    /// Limit: fragments are visited once and nest no deeper than `FragmentNesting` allows.
    mutating func forbid(_ selections: NodeRange<SelectionNode>) -> Bool {
        var isSound = true
        for id in selections {
            let node = document[id]
            if isSkippable(node) { continue }
            for directive in node.directives where refuses(document[directive]) { isSound = false }
            switch node.kind {
            case .field, .inlineFragment:
                if !forbid(node.selections) { isSound = false }
            case .fragmentSpread:
                let name = context.names.selections[Int(id.index)]
                guard !sound.contains(name), visited.insert(name).inserted, let fragment = context.fragment(of: id)
                else { continue }
                spreads.append(node.position)
                if !forbid(document[fragment].selections) { isSound = false }
                spreads.removeLast()
            }
        }
        return isSound
    }

    private func refuses(_ directive: DirectiveNode) -> Bool {
        let isDefer = document.isSame(directive.name, "defer")
        guard isDefer || document.isSame(directive.name, "stream") else { return false }
        if let kind = condition(of: directive), kind == .variable || kind == .false { return false }
        context.report(
            .deferStreamDirectiveOnValidOperations,
            "\(isDefer ? "Defer" : "Stream") directive not supported on subscription operations. "
                + "Disable `@\(isDefer ? "defer" : "stream")` by setting the `if` argument to `false`.",
            at: [directive.position] + spreads.reversed())
        return true
    }

    /// The kind of the value of the argument `if`.
    private func condition(of directive: DirectiveNode) -> ValueNode.Kind? {
        directive.arguments.first { document.isSame(document[$0].name, "if") }.map { document[document[$0].value].kind }
    }

    /// Whether a condition may take the selection away.
    private func isSkippable(_ node: SelectionNode) -> Bool {
        func first(_ name: StaticString) -> DirectiveNode? {
            node.directives.first { document.isSame(document[$0].name, name) }.map { document[$0] }
        }
        if let skip = first("skip"), condition(of: skip) != .false { return true }
        guard let include = first("include"), let kind = condition(of: include) else { return false }
        return kind != .true
    }
}
