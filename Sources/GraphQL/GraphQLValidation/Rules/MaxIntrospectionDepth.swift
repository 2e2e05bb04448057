import GraphQLLanguage
import GraphQLSchema

/// Introspection does not follow its own lists round and round.
///
/// Spec: none; the reference's recommended rule, against documents whose answers grow exponentially with their depth.
struct MaxIntrospectionDepth {
    /// Limit: lists of fields, interfaces, possible types or input fields inside one another.
    static let listDepthMax = 3

    /// Depth at which a fragment was found to be harmless, or harmful.
    private var harmless: [NameNumber: Int] = [:]
    private var harmful: [NameNumber: Int] = [:]
    private var reportedAround = 0

    /// Reports a field that goes too deep; true if what is inside it needs no further look, until `leave`.
    mutating func enter(_ site: FieldSite, _ context: ValidationContext) -> Bool {
        if reportedAround > 0 { return false }
        let (document, name) = (context.document, site.node.name)
        guard document.isSame(name, "__schema") || document.isSame(name, "__type") else { return false }
        guard goesTooDeep(site.node, context) else { return false }
        context.report(.maxIntrospectionDepth, "Maximum introspection depth exceeded", at: [site.node.position])
        reportedAround += 1
        return true
    }

    mutating func leave() { reportedAround -= 1 }

    /// One selection set that is being looked through.
    private struct Level {
        var selections: NodeRange<SelectionNode>
        var next = 0
        let depth: Int
        /// The fragment whose set it is.
        let fragment: NameNumber?
    }

    private mutating func goesTooDeep(_ field: SelectionNode, _ context: ValidationContext) -> Bool {
        var visited: [NameNumber: Int] = [:]
        var levels = [Level(selections: field.selections, depth: 0, fragment: nil)]
        while let level = levels.last {
            guard level.next < level.selections.count else {
                if let fragment = level.fragment { harmless[fragment] = level.depth }
                levels.removeLast()
                continue
            }
            levels[levels.count - 1].next += 1
            let id = level.selections[level.next]
            let node = context.document[id]
            var depth = level.depth
            if node.kind == .fragmentSpread {
                let name = context.names.selections[Int(id.index)]
                if let harm = harmful[name], harm <= depth { return remember(levels) }
                if visited[name, default: -1] >= depth || harmless[name, default: -1] >= depth { continue }
                guard let fragment = context.fragment(of: id) else { continue }
                visited[name] = depth
                levels.append(
                    Level(selections: context.document[fragment].selections, depth: depth, fragment: name))
                continue
            }
            if node.kind == .field, isList(node.name, context.document) {
                depth += 1
                if depth >= Self.listDepthMax { return remember(levels) }
            }
            if node.hasSelectionSet { levels.append(Level(selections: node.selections, depth: depth, fragment: nil)) }
        }
        return false
    }

    private mutating func remember(_ levels: [Level]) -> Bool {
        for level in levels.reversed() { if let fragment = level.fragment { harmful[fragment] = level.depth } }
        return true
    }

    private func isList(_ name: Name, _ document: Document) -> Bool {
        document.isSame(name, "fields") || document.isSame(name, "interfaces")
            || document.isSame(name, "possibleTypes") || document.isSame(name, "inputFields")
    }
}
