import GraphQLLanguage
import GraphQLSchema
import JSON

/// The specification written down as plainly as possible: one object after the other, values as a tree, null by
/// throwing.
struct NaiveExecutor {
    private struct Nulled: Error {}

    private enum Step {
        case key(String)
        case item(Int)
    }

    private typealias Node = GeneratedWorld.Node

    private let world: GeneratedWorld
    private let schema: Schema
    private let document: Document
    private let variables: [String: JSONValue]
    private var errors: [JSONValue] = []
    private var path: [Step] = []

    static func run(
        _ document: Document, _ schema: Schema, _ world: GeneratedWorld, variables: [String: JSONValue]
    ) -> String {
        var executor = NaiveExecutor(world: world, schema: schema, document: document, variables: variables)
        var members: [JSONValue.Member] = []
        do {
            let root = Node(type: "Query", id: "root")
            members.append(.init("data", try executor.object(root, [document.operations[0].selections])))
        } catch {
            members.append(.init("data", .null))
        }
        if !executor.errors.isEmpty { members.append(.init("errors", .array(executor.errors))) }
        return JSONValue.object(members).text
    }

    private init(world: GeneratedWorld, schema: Schema, document: Document, variables: [String: JSONValue]) {
        (self.world, self.schema, self.document, self.variables) = (world, schema, document, variables)
    }

    // MARK: Collecting

    private typealias Group = (key: String, nodes: [SelectionNode])

    private func collect(_ sets: [NodeRange<SelectionNode>], _ type: String) -> [Group] {
        var groups: [Group] = []
        var visited: Set<String> = []
        for set in sets { collect(set, type, &groups, &visited) }
        return groups
    }

    private func collect(
        _ set: NodeRange<SelectionNode>, _ type: String, _ groups: inout [Group], _ visited: inout Set<String>
    ) {
        for id in set {
            let node = document[id]
            guard isIncluded(node) else { continue }
            switch node.kind {
            case .field:
                let key = document.string(node.responseName)
                if let place = groups.firstIndex(where: { $0.key == key }) {
                    groups[place].nodes.append(node)
                } else {
                    groups.append((key, [node]))
                }
            case .inlineFragment:
                if node.name.isAbsent || matches(document.string(node.name), type) {
                    collect(node.selections, type, &groups, &visited)
                }
            case .fragmentSpread:
                let name = document.string(node.name)
                guard let fragment = document.fragments.first(where: { document.string($0.name) == name }),
                    !visited.contains(name), matches(document.string(fragment.typeCondition), type)
                else { continue }
                visited.insert(name)
                collect(fragment.selections, type, &groups, &visited)
            }
        }
    }

    private func matches(_ condition: String, _ type: String) -> Bool {
        condition == type || condition == "I" && type != "Query"
            || condition == "U" && ["T0", "T1", "T2"].contains(type)
    }

    private func isIncluded(_ node: SelectionNode) -> Bool {
        node.directives.allSatisfy { id in
            let directive = document[id]
            let value = document[document[directive.arguments[0]].value]
            let isTrue =
                value.kind == .variable
                ? variables[document.string(value.text)] == .bool(true) : value.kind == .true
            return document.string(directive.name) == "skip" ? !isTrue : isTrue
        }
    }

    // MARK: Executing

    private mutating func object(_ node: Node, _ sets: [NodeRange<SelectionNode>]) throws -> JSONValue {
        var members: [JSONValue.Member] = []
        for group in collect(sets, node.type) {
            path.append(.key(group.key))
            members.append(.init(group.key, try field(node, group.nodes)))
            path.removeLast()
        }
        return .object(members)
    }

    private mutating func field(_ node: Node, _ nodes: [SelectionNode]) throws -> JSONValue {
        let name = document.string(nodes[0].name)
        if name == "__typename" { return .string(node.type) }
        guard let type = schema.type(named: node.type), let id = schema.field(named: name, of: type) else {
            return .string("no field \(node.type).\(name)")
        }
        let wrapped = schema[id].type
        guard let composite = world.compositeFields[node.type]?.first(where: { $0.name == name }) else {
            let value = world.leaf(node.id, name)
            return try position(wrapped, nodes, name, node) { executor in
                try executor.leaf(value, wrapped, nodes, name, node)
            }
        }
        return try position(wrapped, nodes, name, node) { executor in
            try executor.composite(composite, wrapped, nodes, node)
        }
    }

    /// One position of the response: null where an error or a null may end, and on to the parent where it may not.
    private mutating func position(
        _ type: WrappedType, _ nodes: [SelectionNode], _ name: String, _ node: Node,
        _ value: (inout NaiveExecutor) throws -> JSONValue
    ) throws -> JSONValue {
        let depth = path.count
        do {
            let result = try value(&self)
            if result == .null, type.isNonNull {
                try fail("Cannot return null for non-nullable field \(node.type).\(name).", nodes)
            }
            return result
        } catch {
            path.removeLast(path.count - depth)
            if type.isNonNull { throw error }
            return .null
        }
    }

    private mutating func composite(
        _ field: GeneratedWorld.CompositeField, _ type: WrappedType, _ nodes: [SelectionNode], _ node: Node
    ) throws -> JSONValue {
        let sets = nodes.map(\.selections)
        if field.isEmbedded { return try object(Node(type: field.type, id: node.id), sets) }
        switch world.relation(node.id, "\(node.type).\(field.name)", field, count: count(nodes[0])) {
        case .null, .same: return .null
        case .failed(let message):
            try fail(message, nodes)
            return .null
        case .nodes(let children):
            guard field.isList, let item = type.item else { return try object(children[0], sets) }
            var items: [JSONValue] = []
            for (index, child) in children.enumerated() {
                path.append(.item(index))
                items.append(
                    try position(item, nodes, field.name, node) { executor in try executor.object(child, sets) })
                path.removeLast()
            }
            return .array(items)
        }
    }

    private func count(_ node: SelectionNode) -> Int {
        guard let argument = node.arguments.first else { return 2 }
        let value = document[document[argument].value]
        if value.kind == .variable { return variables[document.string(value.text)]?.int ?? 2 }
        return Int(document.string(value.text)) ?? 2
    }

    private mutating func leaf(
        _ value: JSONValue, _ type: WrappedType, _ nodes: [SelectionNode], _ name: String, _ node: Node
    ) throws -> JSONValue {
        if value == .null { return .null }
        if let item = type.item {
            var items: [JSONValue] = []
            for (index, value) in (value.items ?? []).enumerated() {
                path.append(.item(index))
                items.append(
                    try position(item, nodes, name, node) { executor in
                        try executor.leaf(value, item, nodes, name, node)
                    })
                path.removeLast()
            }
            return .array(items)
        }
        switch (name, value) {
        case ("l0", .number(let text)) where Int32(text) == nil:
            try fail("Int cannot represent non 32-bit signed integer value: \(text)", nodes)
        case ("l1", .string(let text)): try fail("Float cannot represent non numeric value: '\(text)'", nodes)
        case ("l3", .string(let text)): try fail("Boolean cannot represent a non boolean value: '\(text)'", nodes)
        case ("l4", "THREE"): try fail("Enum 'E' cannot represent value: 'THREE'", nodes)
        default: return value
        }
        return .null
    }

    private mutating func fail(_ message: String, _ nodes: [SelectionNode]) throws {
        let locations = nodes.map { node -> JSONValue in
            let place = document.location(at: node.position)
            return ["line": .number(String(place.line)), "column": .number(String(place.column))]
        }
        let steps = path.map { step -> JSONValue in
            switch step {
            case .key(let key): .string(key)
            case .item(let index): .number(String(index))
            }
        }
        errors.append(["message": .string(message), "locations": .array(locations), "path": .array(steps)])
        throw Nulled()
    }
}
