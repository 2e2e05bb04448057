import GraphQLPlanning
import GraphQLSchema
import JSON

// Values of `__schema`, `__type` and everything below them.
extension Renderer {
    mutating func introspection(_ place: Int, of parent: Parent) -> Bool {
        path.enter(field: place)
        defer { path.leave() }
        let field = plan.fields[place]
        let mark = mark
        let isWritten: Bool
        switch introspectionValue(field, of: parent) {
        case .null: return null(field: place, level: 0)
        case .boolean(let value):
            out.put(value ? "true" : "false")
            isWritten = true
        case .text(let bytes):
            out.putString(bytes)
            isWritten = true
        case .word(let word):
            put(word: word)
            isWritten = true
        case .words(let words):
            isWritten = items(words.count) { renderer, index in
                renderer.put(word: words[index])
                return true
            }
        case .node(let node): isWritten = object(at: place, node)
        case .nodes(let nodes):
            isWritten = items(nodes.count) { renderer, index in renderer.object(at: place, nodes[index]) }
        }
        return isWritten || null(afterError: field.type.isNonNull, cutTo: mark)
    }

    private mutating func introspectionValue(_ field: PlannedField, of parent: Parent) -> IntrospectionValue {
        switch schema[field.definition].meta {
        case .schema: return .node(.schema)
        case .type:
            let arguments = arguments.values(of: Int(field.arguments))
            guard case .string(let name)? = arguments.entries.first?.value else { return .null }
            return schema.introspectionNode(ofTypeNamed: name[...]).map { .node($0) } ?? .null
        case .typename, nil: break
        }
        guard case .introspection(let node) = parent, let introspects = field.introspects else { return .null }
        var includesDeprecated = false
        if case .boolean(true)? = arguments.values(of: Int(field.arguments)).entries.first?.value {
            includesDeprecated = true
        }
        return schema.introspect(introspects, of: node, includeDeprecated: includesDeprecated)
    }

    private mutating func object(at field: Int, _ node: IntrospectionNode) -> Bool {
        let selection = plan.selections[Int(plan.fields[field].selection)]
        guard let object = selection.variants.first?.object else { return false }
        return self.object(Int(object), .introspection(node), field: field)
    }

    /// Writes a list; introspection has no null items.
    private mutating func items(_ count: Int, _ write: (inout Renderer, Int) -> Bool) -> Bool {
        guard enter() else { return false }
        path.enter(item: 0)
        defer {
            depth &-= 1
            path.leave()
        }
        out.put(0x5B)
        for index in 0..<count {
            if index > 0 { out.put(0x2C) }
            path.move(toItem: index)
            guard write(&self, index), fits() else { return false }
        }
        out.put(0x5D)
        return true
    }

    private mutating func put(word: StaticString) {
        out.put(0x22)
        out.put(word)
        out.put(0x22)
    }
}
