import GraphQLLanguage

/// No default of an input field needs itself to be completed.
///
/// Spec: 3.10 Input Objects, InputObjectDefaultValueHasCycle. Every default is entered once; a default that is met
/// while it is being completed closes a cycle.
struct DefaultsAreAcyclic {
    static let name: StaticString = "DefaultsAreAcyclic"
    /// Limit: literals and defaults inside one another, which also bounds how deep completing them recurses.
    private static let depthMax = 256

    private struct Step {
        let coordinate: String
        let position: SourcePosition?
    }

    private var visited: Set<InputValueID> = []
    private var path: [Step] = []
    /// The length of the path after a default was entered.
    private var places: [InputValueID: Int] = [:]

    /// Completes the empty object, so that every default of the type is applied.
    mutating func check(_ type: TypeID, _ context: inout TypeSystemContext) {
        checkFields(of: type, given: [:], in: nil, depth: 0, &context)
    }

    private mutating func checkFields(
        of type: TypeID, given: [InputValueID: NodeID<ValueNode>], in document: Document?, depth: Int,
        _ context: inout TypeSystemContext
    ) {
        for id in context.schema[type].inputFields {
            let field = context.schema[id]
            guard context.schema[field.type.named].kind == .inputObject else { continue }
            if let value = given[id], let document {
                checkValue(value, of: field.type, in: document, depth: depth, &context)
            } else {
                checkDefault(of: id, depth: depth, &context)
            }
        }
    }

    private mutating func checkValue(
        _ id: NodeID<ValueNode>, of type: WrappedType, in document: Document, depth: Int,
        _ context: inout TypeSystemContext
    ) {
        let node = document[id]
        let depth = depth + 1 + type.listDepth
        for item in node.items {
            checkValue(item, of: type.item ?? type, in: document, depth: depth, &context)
        }
        guard node.kind == .object else { return }
        var given: [InputValueID: NodeID<ValueNode>] = [:]
        for field in node.fields.map({ document[$0] }) {
            guard let input = context.schema.inputField(named: document.bytes(field.name), of: type.named) else {
                continue
            }
            given[input] = field.value
        }
        checkFields(of: type.named, given: given, in: document, depth: depth, &context)
    }

    private mutating func checkDefault(of id: InputValueID, depth: Int, _ context: inout TypeSystemContext) {
        let field = context.schema[id]
        guard field.hasDefault, let literal = context.node(field).defaultValue.id else { return }
        let coordinate = self.coordinate(of: field, context)
        if let place = places[id] {
            report(coordinate, place, &context)
            return
        }
        guard visited.insert(id).inserted else { return }
        guard depth < Self.depthMax else {
            context.report(
                "SchemaLimits", "Default values may need one another \(Self.depthMax) levels deep at most.",
                at: [context.defaultPosition(field)])
            return
        }
        path.append(Step(coordinate: coordinate, position: context.defaultPosition(field)))
        places[id] = path.count
        checkValue(literal, of: field.type, in: context.document(field.declaration), depth: depth, &context)
        path.removeLast()
        places[id] = nil
    }

    private func report(_ coordinate: String, _ place: Int, _ context: inout TypeSystemContext) {
        let others = path[place...].map(\.coordinate)
        context.report(
            Self.name,
            "Invalid circular reference. The default value of Input Object field \(coordinate) references itself"
                + (others.isEmpty ? "" : " via the default values of: \(others.joined(separator: ", "))") + ".",
            at: path[(place - 1)...].map(\.position))
    }

    private func coordinate(of field: SchemaInputValue, _ context: TypeSystemContext) -> String {
        guard case .inputObject(let owner) = field.owner else { return context.name(field.name) }
        return "\(context.name(owner)).\(context.name(field.name))"
    }
}
