import GraphQLLanguage

// The last step: types in the schema's order, ids replaced, names made findable, relations worked out.
extension TableBuilder {
    mutating func finish() {
        buildMetaFields()
        replaceIDs()
        listImplementations()
        indexNames()
        relate()
    }

    /// The types from which a faulty part was left out, by their final ids.
    var incompleteTypes: Set<TypeID> {
        Set(
            entries.compactMap { entry in
                guard entry.isIncomplete, let place = entry.place else { return nil }
                return TypeID(index: UInt32(truncatingIfNeeded: place))
            })
    }

    private mutating func replaceIDs() {
        let places = entries.map { $0.place.map { UInt32(truncatingIfNeeded: $0) } }
        var unplaced: Set<TypeID> = []
        func moved(_ id: TypeID) -> TypeID {
            guard let place = places[Int(id.index)] else {
                unplaced.insert(id)
                return TypeID(index: 0)
            }
            return TypeID(index: place)
        }
        func moved(_ type: WrappedType) -> WrappedType {
            WrappedType(named: moved(type.named), listDepth: type.listDepth, nonNulls: type.nonNulls)
        }
        parts.types = order.compactMap { builtType(at: $0) }
        for index in parts.fields.indices {
            parts.fields[index].type = moved(parts.fields[index].type)
            parts.fields[index].parent = moved(parts.fields[index].parent)
        }
        for index in parts.inputValues.indices {
            parts.inputValues[index].type = moved(parts.inputValues[index].type)
            if case .inputObject(let id) = parts.inputValues[index].owner {
                parts.inputValues[index].owner = .inputObject(moved(id))
            }
        }
        for index in parts.enumValues.indices { parts.enumValues[index].parent = moved(parts.enumValues[index].parent) }
        for index in parts.typeLists.indices { parts.typeLists[index] = moved(parts.typeLists[index]) }
        parts.queryType = parts.queryType.map(moved)
        parts.mutationType = parts.mutationType.map(moved)
        parts.subscriptionType = parts.subscriptionType.map(moved)
        // Why: a type that is named but was not placed would silently become another one.
        for id in unplaced.sorted() {
            let name = parts.symbols.string(entries[Int(id.index)].name)
            faults.report("KnownTypeNames", "Type '\(name)' is used where the schema does not look for it.", at: [])
        }
    }

    /// An object may only be itself; an interface may be each object that lists it.
    private mutating func listImplementations() {
        var implementations: [[TypeID]] = Array(repeating: [], count: parts.types.count)
        for (index, type) in parts.types.enumerated() {
            let id = TypeID(index: UInt32(truncatingIfNeeded: index))
            guard type.kind == .object else { continue }
            implementations[index] = [id]
            for interface in parts.typeLists[type.interfaces.range] {
                let place = Int(interface.index)
                guard parts.types[place].kind == .interface, implementations[place].last != id else { continue }
                implementations[place].append(id)
            }
        }
        for (index, list) in implementations.enumerated() where !list.isEmpty {
            parts.types[index].possibleTypes = TypeList(
                first: UInt32(truncatingIfNeeded: parts.typeLists.count), count: UInt32(truncatingIfNeeded: list.count))
            parts.typeLists += list
        }
    }

    private mutating func indexNames() {
        parts.members = MemberTable(
            minimumCapacity: parts.types.count + parts.fields.count + parts.inputValues.count
                + parts.enumValues.count)
        for (index, type) in parts.types.enumerated() {
            let place = UInt32(truncatingIfNeeded: index)
            parts.members.insert(type.name, in: .types, place)
            let scope = MemberTable.Scope.type(TypeID(index: place))
            for id in type.fields { parts.members.insert(parts.fields[Int(id.index)].name, in: scope, id.index) }
            for id in type.enumValues {
                parts.members.insert(parts.enumValues[Int(id.index)].name, in: scope, id.index)
            }
            for id in type.inputFields {
                parts.members.insert(parts.inputValues[Int(id.index)].name, in: scope, id.index)
            }
        }
        for (index, field) in parts.fields.enumerated() {
            let scope = MemberTable.Scope.field(FieldID(index: UInt32(truncatingIfNeeded: index)))
            for id in field.arguments {
                parts.members.insert(parts.inputValues[Int(id.index)].name, in: scope, id.index)
            }
        }
        for (index, directive) in parts.directives.enumerated() {
            let place = UInt32(truncatingIfNeeded: index)
            parts.members.insert(directive.name, in: .directives, place)
            let scope = MemberTable.Scope.directive(DirectiveID(index: place))
            for id in directive.arguments {
                parts.members.insert(parts.inputValues[Int(id.index)].name, in: scope, id.index)
            }
        }
    }

    private mutating func relate() {
        var rows = 0
        for index in parts.types.indices where parts.types[index].kind.isAbstract {
            parts.types[index].abstractRow = UInt32(truncatingIfNeeded: rows)
            rows += 1
        }
        guard rows * parts.types.count <= SchemaLimits.relationBitsMax else {
            faults.report("SchemaLimits", "The schema has too many interfaces and unions.", at: [])
            for index in parts.types.indices { parts.types[index].abstractRow = TypeRelations.noRow }
            return
        }
        parts.relations = TypeRelations(rows: rows, types: parts.types.count)
        var abstracts: [[TypeID]] = Array(repeating: [], count: parts.types.count)
        for (index, type) in parts.types.enumerated() {
            let id = TypeID(index: UInt32(truncatingIfNeeded: index))
            switch type.kind {
            case .object, .interface:
                for interface in parts.typeLists[type.interfaces.range] { addSubtype(id, of: interface, &abstracts) }
            case .union:
                for member in parts.typeLists[type.possibleTypes.range] { addSubtype(member, of: id, &abstracts) }
            case .scalar, .enum, .inputObject: break
            }
        }
        for (index, list) in abstracts.enumerated() where parts.types[index].kind == .object {
            let object = TypeID(index: UInt32(truncatingIfNeeded: index))
            for type in list {
                let row = parts.types[Int(type.index)].abstractRow
                parts.relations.addOverlap(object, row: row)
                for other in list { parts.relations.addOverlap(other, row: row) }
            }
        }
    }

    private mutating func addSubtype(_ type: TypeID, of other: TypeID, _ abstracts: inout [[TypeID]]) {
        let row = parts.types[Int(other.index)].abstractRow
        guard row != TypeRelations.noRow else { return }
        parts.relations.addSubtype(type, row: row)
        abstracts[Int(type.index)].append(other)
    }
}
