import GraphQLLanguage
import GraphQLSchema

extension MakePlan {
    /// Plans one response name of an object; nil if the type has no such field, which validation excludes.
    mutating func planField(_ group: [UInt32], _ context: FieldContext) throws(PlanError) -> PlannedField? {
        let (type, source) = (context.type, context.source)
        let node = document[NodeID<SelectionNode>(rawIndex: group[0])]
        guard let definition = schema.field(named: document.bytes(node.name), of: type) else { return nil }
        let field = schema[definition]
        let nodeRange = range(nodes.count, group.count)
        nodes += group
        let arguments = planArguments(of: definition, at: NodeID(rawIndex: group[0]))
        var place = try resolve(definition, of: type, source: source, node: node, arguments: arguments)
        let kind = schema[field.type.named].kind
        if kind.isComposite {
            place.selection = select(group, context, type: field.type.named, source: place.below ?? source)
        }
        return PlannedField(
            source: place.source, leaf: leafForm(of: field.type.named), type: field.type,
            introspects: place.source == .introspection ? schema.introspectionField(definition) : nil,
            definition: definition,
            key: appendKey(node.responseName), constant: place.constant, nodes: nodeRange, column: place.column,
            step: place.step, inputs: place.inputs, link: place.source.isStep ? context.link : -1,
            typeColumn: place.typeColumn,
            selection: place.selection, stream: stream(of: node, field.type), arguments: arguments)
    }

    /// The `@stream` of a field, if delivery is incremental and it is on.
    private mutating func stream(of node: SelectionNode, _ type: WrappedType) -> Int32 {
        guard isIncremental, type.isList, !node.directives.isEmpty,
            let id = node.directives.first(where: { document.isSame(document[$0].name, "stream") })
        else { return -1 }
        var failure: SelectionFailure?
        switch collect.condition.value(of: id, isRequired: false) {
        case .success(true): break
        case .success(false): return -1
        case .failure(let reason): failure = reason
        }
        let directive = document[id]
        let count = directive.arguments.first { document.isSame(document[$0].name, "initialCount") }
        streams.append(
            StreamUsage(
                label: DeferUsage.label(of: directive, in: document),
                initialCount: count.map { document[$0].value }, failure: failure))
        return Int32(truncatingIfNeeded: streams.count - 1)
    }

    private func leafForm(of type: TypeID) -> LeafForm {
        switch schema[type].kind {
        case .scalar: .scalar(schema[type].codec)
        case .enum: .enum
        case .object, .interface, .union, .inputObject: .composite
        }
    }

    /// `,"key":`, ready to be copied.
    private mutating func appendKey(_ name: Name) -> TextRange {
        let start = text.count
        text.append(UInt8(ascii: ","))
        text.append(UInt8(ascii: "\""))
        text += document.bytes(name)
        text.append(UInt8(ascii: "\""))
        text.append(UInt8(ascii: ":"))
        return textRange(from: start)
    }

    mutating func appendText(_ bytes: some Sequence<UInt8>) -> TextRange {
        let start = text.count
        text += bytes
        return textRange(from: start)
    }

    private func textRange(from start: Int) -> TextRange {
        TextRange(
            start: UInt32(truncatingIfNeeded: start), count: UInt32(truncatingIfNeeded: text.count - start))
    }

    private mutating func planArguments(of field: FieldID, at node: NodeID<SelectionNode>) -> Int32 {
        guard !schema[field].arguments.isEmpty else { return -1 }
        let place = Int32(truncatingIfNeeded: arguments.count)
        arguments.append(
            PlannedArguments(
                field: field, node: node,
                constant: ConstantArguments.coerced(of: field, at: node, document: document, schema: schema)))
        return place
    }
}

/// Where a field's value comes from, while the field is being planned.
struct FieldPlace {
    var source: PlannedField.Source
    var constant = TextRange.none
    var column: Int32 = -1
    var step: Int32 = -1
    var inputs = PlanRange.none
    var typeColumn: Int32 = -1
    var selection: Int32 = -1
    /// What stands for the objects below, if that is something else than for the parent.
    var below: MakePlan.RowSource?

    init(_ source: PlannedField.Source) { self.source = source }
}
