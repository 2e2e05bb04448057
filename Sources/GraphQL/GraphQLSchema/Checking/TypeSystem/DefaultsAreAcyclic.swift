import GraphQLLanguage

/// No default of an input field needs itself to be completed.
///
/// Spec: 3.10 Input Objects, InputObjectDefaultValueHasCycle. Every default is entered once; a default that is met
/// while it is being completed closes a cycle.
struct DefaultsAreAcyclic {
    static let name: StaticString = "DefaultsAreAcyclic"
    private struct Step {
        let coordinate: String
        let position: SourcePosition?
    }

    /// How deep completing each default goes, once it is known; zero while that is being found out.
    ///
    /// Why kept: a default that was looked at before, further out, must still be counted with what lies inside it.
    private var heights: [InputValueID: Int] = [:]
    private var path: [Step] = []
    /// The length of the path after a default was entered.
    private var places: [InputValueID: Int] = [:]

    /// Completes the empty object, so that every default of the type is applied.
    mutating func check(_ type: TypeID, _ context: inout TypeSystemContext) {
        _ = checkFields(of: type, given: [:], in: nil, depth: 0, &context)
    }

    /// The height of an object that gives some fields and leaves the others to their defaults.
    private mutating func checkFields(
        of type: TypeID, given: [InputValueID: NodeID<ValueNode>], in document: Document?, depth: Int,
        _ context: inout TypeSystemContext
    ) -> Int {
        var height = 0
        for id in context.schema[type].inputFields {
            let field = context.schema[id]
            guard context.schema[field.type.named].kind == .inputObject else { continue }
            if let value = given[id], let document {
                height = max(height, checkValue(value, of: field.type, in: document, depth: depth, &context))
            } else {
                height = max(height, checkDefault(of: id, depth: depth, &context))
            }
        }
        return height
    }

    private mutating func checkValue(
        _ id: NodeID<ValueNode>, of type: WrappedType, in document: Document, depth: Int,
        _ context: inout TypeSystemContext
    ) -> Int {
        let node = document[id]
        let levels = 1 + type.listDepth
        var height = 0
        for item in node.items {
            let inside = checkValue(item, of: type.item ?? type, in: document, depth: depth + levels, &context)
            height = max(height, inside)
        }
        guard node.kind == .object else { return levels + height }
        var given: [InputValueID: NodeID<ValueNode>] = [:]
        for field in node.fields.map({ document[$0] }) {
            guard let input = context.schema.inputField(named: document.bytes(field.name), of: type.named) else {
                continue
            }
            given[input] = field.value
        }
        return levels + checkFields(of: type.named, given: given, in: document, depth: depth + levels, &context)
    }

    private mutating func checkDefault(of id: InputValueID, depth: Int, _ context: inout TypeSystemContext) -> Int {
        let field = context.schema[id]
        guard field.hasDefault, let literal = context.node(field).defaultValue.id else { return 0 }
        if let place = places[id] {
            report(coordinate(of: field, context), place, &context)
            return 0
        }
        let known = heights[id]
        guard depth + (known ?? 1) <= SchemaLimits.defaultDepthMax else {
            context.report(
                "SchemaLimits",
                "Default values may need one another \(SchemaLimits.defaultDepthMax) levels deep at most.",
                at: [context.defaultPosition(field)])
            return 0
        }
        if let known { return known }
        path.append(Step(coordinate: coordinate(of: field, context), position: context.defaultPosition(field)))
        places[id] = path.count
        heights[id] = 0
        let document = context.document(field.declaration)
        let height = checkValue(literal, of: field.type, in: document, depth: depth, &context)
        path.removeLast()
        places[id] = nil
        heights[id] = height
        return height
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
