import GraphQLLanguage
import GraphQLSchema

extension MakePlan {
    /// Finds where a field's value comes from.
    mutating func resolve(
        _ definition: FieldID, of type: TypeID, source: RowSource, node: SelectionNode, arguments: Int32
    ) throws(PlanError) -> FieldPlace {
        switch schema[definition].meta {
        case .typename:
            var place = FieldPlace(.typename)
            place.constant = appendText(Array("\"\(schema.name(of: type))\"".utf8))
            return place
        case .schema, .type:
            var place = FieldPlace(.introspection)
            place.below = .introspection
            return place
        case nil:
            break
        }
        switch source {
        case .json: return FieldPlace(.member)
        case .introspection: return FieldPlace(.introspection)
        case .rows(let layout, let items):
            let rows = ParentRows(layout: layout, items: items)
            return try bind(definition, of: type, rows: rows, source: source, node: node, arguments: arguments)
        }
    }

    private struct ParentRows {
        let layout: Int
        let items: Int?
    }

    private mutating func bind(
        _ definition: FieldID, of type: TypeID, rows: ParentRows, source: RowSource, node: SelectionNode,
        arguments: Int32
    ) throws(PlanError) -> FieldPlace {
        let field = schema[definition]
        let isComposite = schema[field.type.named].kind.isComposite
        switch bindings[definition] {
        case nil where isComposite:
            throw unbound(field, of: type)
        case nil:
            return column(schema.string(field.name), in: rows.layout, isComposite: false)
        case .column(let name):
            return column(name, in: rows.layout, isComposite: isComposite)
        case .constant(let json):
            var place = FieldPlace(.constant)
            place.constant = appendText(json)
            place.below = .json
            return place
        case .compute(let binding):
            var place = FieldPlace(.compute)
            place.inputs = inputs(binding.inputs, in: rows.layout)
            place.step = Int32(truncatingIfNeeded: computations.count)
            computations.append(binding)
            return place
        case .embedded(let presence):
            return embedded(field, presence: presence, in: rows.layout)
        case .event(nil):
            return embedded(field, presence: nil, in: rows.layout)
        case .event(let name?):
            return column(name, in: rows.layout, isComposite: isComposite)
        case .items:
            return try items(field, of: type, rows: rows)
        case .load(let binding):
            return load(binding, definition, rows: rows, node: node, arguments: arguments)
        }
    }

    private mutating func column(_ name: String, in layout: Int, isComposite: Bool) -> FieldPlace {
        var place = FieldPlace(.column)
        place.column = layouts[layout].place(of: name)
        if isComposite { place.below = .json }
        return place
    }

    private mutating func embedded(_ field: SchemaField, presence: String?, in layout: Int) -> FieldPlace {
        var place = FieldPlace(.embedded)
        if let presence { place.column = layouts[layout].place(of: presence) }
        place.typeColumn = typeColumn(of: field, in: layout)
        place.below = .rows(layout: layout, items: nil)
        return place
    }

    private mutating func items(
        _ field: SchemaField, of type: TypeID, rows: ParentRows
    ) throws(PlanError) -> FieldPlace {
        guard let items = rows.items else { throw unbound(field, of: type) }
        var place = FieldPlace(.items)
        place.typeColumn = typeColumn(of: field, in: items)
        place.below = .rows(layout: items, items: nil)
        return place
    }

    private mutating func inputs(_ names: [String], in layout: Int) -> PlanRange {
        let start = columns.count
        for name in names { columns.append(layouts[layout].place(of: name)) }
        return range(start, names.count)
    }

    private mutating func typeColumn(of field: SchemaField, in layout: Int) -> Int32 {
        schema[field.type.named].kind.isAbstract ? layouts[layout].place(of: RowLayout.typename) : -1
    }

    private func unbound(_ field: SchemaField, of type: TypeID) -> PlanError {
        .unboundField(coordinate: "\(schema.name(of: type)).\(schema.string(field.name))")
    }

    private mutating func load(
        _ binding: LoadBinding, _ definition: FieldID, rows: ParentRows, node: SelectionNode, arguments: Int32
    ) -> FieldPlace {
        let inputs = inputs(binding.keys, in: rows.layout)
        let key = LoadKey(field: definition, arguments: ArgumentKey.bytes(of: node.arguments, in: document))
        let step: Int
        if let known = loadPlaces[key] {
            step = known
        } else {
            step = loads.count
            loadPlaces[key] = step
            let isAbstract = schema[schema[definition].type.named].kind.isAbstract
            loads.append(
                PlannedLoad(
                    binding: binding, definition: definition, arguments: arguments, isAbstract: isAbstract,
                    rows: layouts.count, pages: binding.shape == .connection ? layouts.count + 1 : nil))
            layouts.append(RowLayout(isAbstract: isAbstract && binding.shape != .connection))
            if binding.shape == .connection { layouts.append(RowLayout()) }
        }
        var place = FieldPlace(.load)
        place.step = Int32(truncatingIfNeeded: step)
        place.inputs = inputs
        let load = loads[step]
        place.typeColumn = load.isAbstract && load.pages == nil ? 0 : -1
        place.below = .rows(layout: load.pages ?? load.rows, items: load.pages == nil ? nil : load.rows)
        return place
    }
}
