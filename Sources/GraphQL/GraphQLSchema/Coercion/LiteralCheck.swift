import GraphQLLanguage

/// Says everything that is wrong with a literal where a type is expected, in the reference's words and order.
///
/// Without variables the check is static: a variable is taken to be right, because other rules look at it. With
/// variables it explains why `LiteralCoercion` gave nothing.
///
/// Limit: recursion is as deep as the parser lets literals nest, plus the depth of list types.
struct LiteralCheck {
    let schema: Schema
    let document: Document
    let variables: VariableValues?
    let suggests: Bool
    /// Limit: faults collected; a literal can hold as many as it has values.
    let faultsMax: Int
    private(set) var faults: [LiteralFault] = []
    private var path = InputPath()

    init(
        _ schema: Schema, _ document: Document, variables: VariableValues? = nil, suggests: Bool = true,
        faultsMax: Int = 100
    ) {
        (self.schema, self.document, self.variables, self.suggests) = (schema, document, variables, suggests)
        self.faultsMax = faultsMax
    }

    mutating func check(_ id: NodeID<ValueNode>, as type: WrappedType) {
        guard faults.count < faultsMax else { return }
        let node = document[id]
        if node.kind == .variable {
            checkVariable(node, as: type)
        } else if type.isNonNull {
            guard node.kind != .null else {
                report("Expected value of non-null type '\(schema.string(type))' not to be None.", node)
                return
            }
            check(id, as: type.nullable)
        } else if node.kind == .null {
            return
        } else if let item = type.item {
            checkList(id, node, item)
        } else if schema[type.named].kind == .inputObject {
            checkObject(id, node, type.named)
        } else if let fault = LeafLiteral(schema, document, suggests: suggests).fault(id, as: type.named) {
            report(fault, node)
        }
    }

    private mutating func checkVariable(_ node: ValueNode, as type: WrappedType) {
        guard let variables, type.isNonNull else { return }
        let name = document.string(node.text)
        switch variables.value(named: document.bytes(node.text)) {
        case nil:
            report(
                "Expected variable '$\(name)' provided to type '\(schema.string(type))' to provide a runtime value.",
                node)
        case .null?:
            report(
                "Expected variable '$\(name)' provided to non-null type '\(schema.string(type))' not to be None.",
                node)
        case .some: break
        }
    }

    private mutating func checkList(_ id: NodeID<ValueNode>, _ node: ValueNode, _ item: WrappedType) {
        guard node.kind == .list else { return check(id, as: item) }
        for (index, value) in node.items.enumerated() {
            path.push(.index(index))
            check(value, as: item)
            path.pop()
        }
    }

    mutating func report(_ message: String, _ node: ValueNode) { report(message, at: node.position) }

    mutating func report(_ message: String, at position: UInt32) {
        faults.append(LiteralFault(message: message, position: position, path: path))
    }
}

// Input objects.
extension LiteralCheck {
    private mutating func checkObject(_ id: NodeID<ValueNode>, _ node: ValueNode, _ type: TypeID) {
        guard node.kind == .object else {
            report(
                "Expected value of type '\(schema.name(of: type))' to be an object, found: \(document.printed(id)).",
                node)
            return
        }
        let inputs = schema[type].inputFields
        var given: [NodeID<ValueNode>?] = Array(repeating: nil, count: inputs.count)
        var known: [ObjectFieldNode] = []
        for id in node.fields {
            let field = document[id]
            guard let input = schema.inputField(named: document.bytes(field.name), of: type) else { continue }
            given[inputs.offset(of: input)] = field.value
            known.append(field)
        }
        for (place, input) in inputs.enumerated() {
            if let value = given[place] {
                checkField(input, value, of: type, node)
            } else if schema[input].isRequired {
                report(
                    "Expected value of type '\(schema.name(of: type))' to include required field "
                        + "'\(schema.string(schema[input].name))', found: \(document.printed(id)).", node)
            }
        }
        if known.count < node.fields.count { reportUnknownFields(of: type, id, node) }
        if schema[type].isOneOf { checkOneOf(type, known, node) }
    }

    private mutating func checkField(
        _ input: InputValueID, _ value: NodeID<ValueNode>, of type: TypeID, _ object: ValueNode
    ) {
        let field = schema[input]
        let name = schema.string(field.name)
        let node = document[value]
        if node.kind == .variable, let variables {
            let given = variables.value(named: document.bytes(node.text))
            if schema[type].isOneOf {
                checkOneOfVariable(node, given, field: name, type, object)
            } else if given == nil, !field.isRequired {
                return
            }
        }
        path.push(.field(name))
        check(value, as: field.type)
        path.pop()
    }

    private mutating func checkOneOfVariable(
        _ node: ValueNode, _ given: CoercedValue?, field: String, _ type: TypeID, _ object: ValueNode
    ) {
        let about =
            "Expected variable '$\(document.string(node.text))' provided to field '\(field)' for OneOf Input Object "
            + "type '\(schema.name(of: type))'"
        switch given {
        case nil: report(about + " to provide a runtime value.", object)
        case .null?: report(about + " not to be None.", object)
        case .some: break
        }
    }

    private mutating func reportUnknownFields(of type: TypeID, _ id: NodeID<ValueNode>, _ node: ValueNode) {
        for field in node.fields.map({ document[$0] }) {
            guard schema.inputField(named: document.bytes(field.name), of: type) == nil else { continue }
            guard faults.count < faultsMax else { return }
            let name = document.string(field.name)
            let question =
                suggests
                ? Suggestions.question(
                    for: name, among: schema[type].inputFields.map { schema.string(schema[$0].name) }) : ""
            report(
                "Expected value of type '\(schema.name(of: type))' not to include unknown field '\(name)'"
                    + (question.isEmpty ? ", found" : ".\(question) Found") + ": \(document.printed(id)).",
                at: field.position)
        }
    }

    private mutating func checkOneOf(_ type: TypeID, _ known: [ObjectFieldNode], _ node: ValueNode) {
        guard known.count == 1 else {
            report(OneOf.message(schema.name(of: type)), node)
            return
        }
        guard document[known[0].value].kind == .null else { return }
        path.push(.field(document.string(known[0].name)))
        report(OneOf.message(schema.name(of: type)), node)
        path.pop()
    }
}

/// The sentence about input objects of which one field must be given.
enum OneOf {
    static func message(_ type: String) -> String {
        "Within OneOf Input Object type '\(type)', exactly one field must be specified, and the value for that field "
            + "must be non-null."
    }
}
