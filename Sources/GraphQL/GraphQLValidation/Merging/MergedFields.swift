import GraphQLLanguage
import GraphQLSchema

/// The fields of one selection set by response name, inline fragments resolved, and the fragments that it spreads.
final class MergedFields {
    struct Field {
        let id: NodeID<SelectionNode>
        let parent: TypeID?
        let definition: FieldID?
        let stream: NodeID<DirectiveNode>?
        /// Without arguments, selections or stream, so that two of them are compared by name and type alone.
        let isSimpleLeaf: Bool
    }

    struct Group {
        let name: NameNumber
        var fields: [Field]
    }

    let id: Int
    private(set) var groups: [Group] = []
    /// Every spread as it is written.
    private(set) var spreads: [NodeID<SelectionNode>] = []
    private var groupOfName: [NameNumber: Int] = [:]
    /// The fragments spread, each once, unknown ones as one; worked out when they are first asked for.
    var fragments: [NodeID<FragmentNode>?]?
    /// Which groups have the same name as which groups of another set, by that set's id.
    var overlaps: [Int: [(Int, Int)]] = [:]

    init(id: Int) { self.id = id }

    func group(named name: NameNumber) -> Int? { groupOfName[name] }

    func collect(_ selections: NodeRange<SelectionNode>, _ parent: TypeID?, _ context: ValidationContext) {
        for id in selections {
            let node = context.document[id]
            switch node.kind {
            case .field: add(id, node, parent, context)
            case .fragmentSpread: spreads.append(id)
            case .inlineFragment:
                let type =
                    node.name.isAbsent ? parent : context.type(named: context.names.selections[Int(id.index)])
                collect(node.selections, type, context)
            }
        }
    }

    private func add(
        _ id: NodeID<SelectionNode>, _ node: SelectionNode, _ parent: TypeID?, _ context: ValidationContext
    ) {
        let stream = node.directives.first { context.document.isSame(context.document[$0].name, "stream") }
        // Why: the reference looks among the type's own fields here, where the meta-fields are not.
        let definition = context.field(id, of: parent).flatMap { context.schema[$0].meta == nil ? $0 : nil }
        let field = Field(
            id: id, parent: parent, definition: definition, stream: stream,
            isSimpleLeaf: node.arguments.isEmpty && !node.hasSelectionSet && stream == nil)
        let name = context.names.responses[Int(id.index)]
        if let group = groupOfName[name] {
            groups[group].fields.append(field)
        } else {
            groupOfName[name] = groups.count
            groups.append(Group(name: name, fields: [field]))
        }
    }
}
