// Named types and their members.
extension SchemaDiff {
    mutating func compareTypes() {
        let types = NameDiff(
            old.typeIDs.map { (old.name(of: $0), $0) }, new.typeIDs.map { (new.name(of: $0), $0) })
        for (name, id) in types.removed {
            let isScalar = old[id].origin == .builtInScalar
            add(
                .typeRemoved, name,
                isScalar
                    ? "Standard scalar \(name) was removed because it is not referenced anymore."
                    : "\(name) was removed.")
        }
        for (name, _) in types.added { add(.typeAdded, name, "\(name) was added.") }
        for (name, left, right) in types.kept { compare(name, left, right) }
    }

    private mutating func compare(_ name: String, _ left: TypeID, _ right: TypeID) {
        let (one, other) = (old[left], new[right])
        compareDescriptions(one.description, other.description, of: name, named: name)
        guard one.kind == other.kind else {
            add(.typeChangedKind, name, "\(name) changed from \(noun(one.kind)) to \(noun(other.kind)).")
            return
        }
        switch one.kind {
        case .scalar: break
        case .enum: compareValues(name, one, other)
        case .union: compareMembers(name, left, right)
        case .inputObject: compareInputFields(name, one, other)
        case .object, .interface:
            compareFields(name, one, other)
            compareInterfaces(name, left, right)
        }
    }

    private func noun(_ kind: TypeKind) -> String {
        switch kind {
        case .scalar: "a Scalar type"
        case .object: "an Object type"
        case .interface: "an Interface type"
        case .union: "a Union type"
        case .enum: "an Enum type"
        case .inputObject: "an Input type"
        }
    }

    private mutating func compareValues(_ type: String, _ left: SchemaType, _ right: SchemaType) {
        let values = NameDiff(
            left.enumValues.map { (old.string(old[$0].name), $0) },
            right.enumValues.map { (new.string(new[$0].name), $0) })
        for (name, _) in values.added {
            add(.valueAddedToEnum, "\(type).\(name)", "Enum value \(type).\(name) was added.")
        }
        for (name, _) in values.removed {
            add(.valueRemovedFromEnum, "\(type).\(name)", "Enum value \(type).\(name) was removed.")
        }
        for (name, one, other) in values.kept {
            let coordinate = "\(type).\(name)"
            compareDescriptions(
                old[one].description, new[other].description, of: coordinate, named: "enum value \(coordinate)")
            compareDeprecation(old[one].deprecationReason, new[other].deprecationReason, of: coordinate)
        }
    }

    private mutating func compareMembers(_ union: String, _ left: TypeID, _ right: TypeID) {
        let members = NameDiff(names(old.possibleTypes(of: left), old), names(new.possibleTypes(of: right), new))
        for (name, _) in members.added {
            add(.typeAddedToUnion, union, "\(name) was added to union type \(union).")
        }
        for (name, _) in members.removed {
            add(.typeRemovedFromUnion, union, "\(name) was removed from union type \(union).")
        }
    }

    private mutating func compareInterfaces(_ type: String, _ left: TypeID, _ right: TypeID) {
        let interfaces = NameDiff(names(old.interfaces(of: left), old), names(new.interfaces(of: right), new))
        for (name, _) in interfaces.added {
            add(.implementedInterfaceAdded, type, "\(name) added to interfaces implemented by \(type).")
        }
        for (name, _) in interfaces.removed {
            add(.implementedInterfaceRemoved, type, "\(type) no longer implements interface \(name).")
        }
    }

    private func names(_ types: ArraySlice<TypeID>, _ schema: Schema) -> [(name: String, id: TypeID)] {
        types.map { (schema.name(of: $0), $0) }
    }

    private mutating func compareFields(_ type: String, _ left: SchemaType, _ right: SchemaType) {
        let fields = NameDiff(
            left.fields.map { (old.string(old[$0].name), $0) }, right.fields.map { (new.string(new[$0].name), $0) })
        for (name, _) in fields.removed {
            add(.fieldRemoved, "\(type).\(name)", "Field \(type).\(name) was removed.")
        }
        for (name, _) in fields.added { add(.fieldAdded, "\(type).\(name)", "Field \(type).\(name) was added.") }
        for (name, one, other) in fields.kept { compare("\(type).\(name)", old[one], new[other]) }
    }

    private mutating func compare(_ field: String, _ left: SchemaField, _ right: SchemaField) {
        compareArguments(field, left.arguments, right.arguments)
        let (from, to) = (old.string(left.type), new.string(right.type))
        if from != to {
            let isSafe = TypeChange(old, left.type, new, right.type).isSafeForOutput
            add(
                isSafe ? .fieldChangedKindSafely : .fieldChangedKind, field,
                "Field \(field) changed type from \(from) to \(to).")
        }
        compareDescriptions(left.description, right.description, of: field, named: "field \(field)")
        compareDeprecation(left.deprecationReason, right.deprecationReason, of: field)
    }
}
