import GraphQLLanguage

/// Compares the fields of a type with those of an interface that it implements.
///
/// Spec: 3.6 Objects, IsValidImplementation step 2.
struct ImplementedFields {
    let type: TypeID
    let interface: TypeID

    func check(_ context: inout TypeSystemContext) {
        for id in context.schema[interface].fields {
            let wanted = context.schema[id]
            guard let found = context.schema.members.find(wanted.name, in: .type(type)) else {
                context.report(
                    InterfacesAreImplemented.name,
                    "Interface field \(context.coordinate(wanted)) expected but \(context.name(type)) does not "
                        + "provide it.", at: [context.position(wanted)] + context.positions(type))
                continue
            }
            check(FieldID(index: found), against: id, &context)
        }
    }

    private func check(_ id: FieldID, against wantedID: FieldID, _ context: inout TypeSystemContext) {
        let schema = context.schema
        let (field, wanted) = (schema[id], schema[wantedID])
        if !schema.isSubtype(field.type, of: wanted.type) {
            context.report(
                InterfacesAreImplemented.name,
                "Interface field \(context.coordinate(wanted)) expects type \(schema.string(wanted.type)) but "
                    + "\(context.coordinate(field)) is type \(schema.string(field.type)).",
                at: [context.typePosition(wanted), context.typePosition(field)])
        }
        for argument in wanted.arguments { checkWanted(argument, id, wanted, &context) }
        for argument in field.arguments { checkAdded(argument, field, wantedID, &context) }
        if field.isDeprecated, !wanted.isDeprecated {
            context.report(
                InterfacesAreImplemented.name,
                "Interface field \(context.coordinate(wanted)) is not deprecated, so implementation field "
                    + "\(context.coordinate(field)) must not be deprecated.",
                at: [
                    context.deprecatedPosition(context.node(field).directives, field.declaration.document),
                    context.typePosition(field),
                ])
        }
    }

    private func checkWanted(
        _ argument: InputValueID, _ id: FieldID, _ wanted: SchemaField, _ context: inout TypeSystemContext
    ) {
        let schema = context.schema
        let (expected, field) = (schema[argument], schema[id])
        let coordinate = "\(context.coordinate(wanted))(\(context.name(expected.name)):)"
        guard let found = schema.argument(named: expected.name, of: id) else {
            context.report(
                InterfacesAreImplemented.name,
                "Interface field argument \(coordinate) expected but \(context.coordinate(field)) does not provide it.",
                at: [context.position(expected), context.position(field)])
            return
        }
        guard schema[found].type != expected.type else { return }
        context.report(
            InterfacesAreImplemented.name,
            "Interface field argument \(coordinate) expects type \(schema.string(expected.type)) but "
                + "\(context.coordinate(field))(\(context.name(expected.name)):) is type "
                + "\(schema.string(schema[found].type)).",
            at: [context.typePosition(expected), context.typePosition(schema[found])])
    }

    private func checkAdded(
        _ argument: InputValueID, _ field: SchemaField, _ wantedID: FieldID, _ context: inout TypeSystemContext
    ) {
        let added = context.schema[argument]
        guard added.isRequired, context.schema.argument(named: added.name, of: wantedID) == nil else { return }
        let wanted = context.schema[wantedID]
        context.report(
            InterfacesAreImplemented.name,
            "Argument '\(context.coordinate(field))(\(context.name(added.name)):)' must not be required type "
                + "'\(context.schema.string(added.type))' if not provided by the Interface field "
                + "'\(context.coordinate(wanted))'.", at: [context.position(added), context.position(wanted)])
    }
}
