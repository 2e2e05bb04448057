import GraphQLPlanning
import GraphQLSchema
import JSON

// Values that are read from JSON: by the name of the field, completed by the rules of the specification.
extension Renderer {
    /// A field that is a member of the parent's JSON object.
    mutating func member(_ place: Int, of parent: Parent) -> Bool {
        guard case .json(let document, let node) = parent else {
            return complete(place, level: 0, document: 0, node: nil)
        }
        let name = schema.bytes(schema[plan.fields[place].definition].name)
        return complete(place, level: 0, document: document, node: documents[document].member(name, of: node))
    }

    /// Writes the value at one position: the field's own at level 0, items of lists at the levels below.
    mutating func complete(_ field: Int, level: Int, document: Int, node: JSONDocument.Index?) -> Bool {
        if level == 0 { path.enter(field: field) }
        defer { if level == 0 { path.leave() } }
        guard let node, !documents[document].isNull(node) else { return null(field: field, level: level) }
        let mark = mark
        if completeNonNull(field, level: level, document: document, node: node) { return true }
        return null(afterError: plan.fields[field].type.isNonNull(at: level), cutTo: mark)
    }

    private mutating func completeNonNull(
        _ field: Int, level: Int, document: Int, node: JSONDocument.Index
    ) -> Bool {
        let planned = plan.fields[field]
        if documents[document].kind(node) == .object,
            let error = documents[document].member("__error", of: node)
        {
            return fail(raised(documents[document], error), field: field)
        }
        if level < planned.type.listDepth { return list(field, level: level, document: document, node: node) }
        switch planned.leaf {
        case .scalar(let codec): return leaf(codec, field: field, document: documents[document], node: node)
        case .enum: return enumValue(field: field, document: documents[document], node: node)
        case .composite:
            guard let object = concrete(field, document: documents[document], node: node) else { return false }
            return self.object(object, .json(document: document, node: node), field: field)
        }
    }

    private func raised(_ document: JSONDocument, _ node: JSONDocument.Index) -> String {
        document.string(node) ?? JSONInspection.text(node, in: document)
    }

    private mutating func list(_ field: Int, level: Int, document: Int, node: JSONDocument.Index) -> Bool {
        guard documents[document].kind(node) == .array else {
            let definition = schema[plan.fields[field].definition]
            let name = "\(schema.name(of: definition.parent)).\(schema.string(definition.name))"
            return fail("Expected Iterable, but did not find one for field '\(name)'.", field: field)
        }
        let count = Int(documents[document].nodes[node].count)
        guard count <= limits.listItemsMax else { return end("A list has more than \(limits.listItemsMax) items.") }
        guard let shown = shownItems(of: field, level: level, count: count), enter() else { return false }
        path.enter(item: 0)
        defer {
            depth &-= 1
            path.leave()
        }
        out.put(0x5B)
        var item = node + 1
        for index in 0..<shown {
            if index > 0 { out.put(0x2C) }
            path.move(toItem: index)
            guard complete(field, level: level + 1, document: document, node: item), fits() else { return false }
            item = documents[document].after(item)
        }
        out.put(0x5D)
        if shown < count {
            stream(field, .items(field: field, document: document, node: item, range: shown..<count))
        }
        return true
    }

    /// The planned object for a JSON value, by its `__typename` where the type is abstract.
    private mutating func concrete(_ field: Int, document: JSONDocument, node: JSONDocument.Index) -> Int? {
        let selection = plan.selections[Int(plan.fields[field].selection)]
        if !schema[selection.type].kind.isAbstract { return selection.variants.first.map { Int($0.object) } }
        let name = document.member("__typename", of: node).flatMap { node in
            document.nodes[node].isString ? document.bytes(node) : nil
        }
        return object(named: name, of: selection, field: field)
    }

    /// The planned object for the name of a concrete type, or an error that says why there is none.
    mutating func object(named name: ArraySlice<UInt8>?, of selection: PlannedSelection, field: Int) -> Int? {
        let abstract = schema.name(of: selection.type)
        guard let name else {
            let definition = schema[plan.fields[field].definition]
            let coordinate = "\(schema.name(of: definition.parent)).\(schema.string(definition.name))"
            _ = fail(
                "Abstract type '\(abstract)' must resolve to an Object type at runtime for field '\(coordinate)'. "
                    + "Either the '\(abstract)' type should provide a 'resolve_type' function or each possible type "
                    + "should provide an 'is_type_of' function.", field: field)
            return nil
        }
        guard let type = schema.type(named: name) else {
            let text = String(decoding: name, as: UTF8.self)
            _ = fail(
                "Abstract type '\(abstract)' was resolved to a type '\(text)' that does not exist inside the schema.",
                field: field)
            return nil
        }
        guard schema[type].kind == .object else {
            _ = fail(
                "Abstract type '\(abstract)' was resolved to a non-object type '\(schema.name(of: type))'.",
                field: field)
            return nil
        }
        guard let object = selection.object(for: type) else {
            _ = fail(
                "Runtime Object type '\(schema.name(of: type))' is not a possible type for '\(abstract)'.",
                field: field)
            return nil
        }
        return object
    }
}
