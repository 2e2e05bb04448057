import GraphQLLanguage

/// Asks every rule on the type system at every element, in the reference's order.
struct TypeSystemRules {
    private var context: TypeSystemContext
    private let uses: [PendingValues.Use]
    private let names = NamesAreNotReserved()
    private let inputTypes = InputsAreInputTypes()
    private let required = RequiredInputsAreNotDeprecated()
    private let defaults = DefaultsAreOfType()
    private let fields = FieldsAreOutputTypes()
    private var acyclicDefaults = DefaultsAreAcyclic()

    var faults: FaultList { context.faults }

    init(_ schema: Schema, _ tables: TableBuilder, hadFaults: Bool, suggests: Bool) {
        uses = tables.pending.uses
        context = TypeSystemContext(
            schema: schema, incompleteTypes: tables.incompleteTypes, incompleteDirectives: tables.incompleteDirectives,
            hadFaults: hadFaults, suggests: suggests)
    }

    mutating func check() {
        RootTypes().check(&context)
        for id in context.schema.directiveIDs { check(id) }
        for id in context.schema.typeIDs where context.schema[id].origin != .introspection {
            if context.faults.isFull { return }
            check(id)
        }
        var acyclic = DirectivesAreAcyclic(uses)
        acyclic.check(&context)
        var finite = InputObjectsAreFinite()
        finite.check(&context)
        DirectiveArgumentsAreOfType().check(uses, &context)
    }

    private mutating func check(_ id: DirectiveID) {
        let directive = context.schema[id]
        guard directive.declaration.document > 0 else { return }
        let node = context.document(directive.declaration).typeSystem.directiveDefinitions[
            Int(directive.declaration.node)]
        let position = SourcePosition(Int(directive.declaration.document), node.position)
        names.check(directive.name, at: position, &context)
        DirectivesHaveLocations().check(directive, at: position, &context)
        for id in directive.arguments {
            let argument = context.schema[id]
            let coordinate = "@\(context.name(directive.name))(\(context.name(argument.name)):)"
            names.check(argument.name, at: context.position(argument), &context)
            inputTypes.check(argument, coordinate, at: context.position(argument), &context)
            required.check(argument, "argument", coordinate, &context)
            defaults.check(argument, coordinate, &context)
        }
    }

    private mutating func check(_ id: TypeID) {
        let type = context.schema[id]
        if type.origin == .sdl { names.check(type.name, at: context.position(id), &context) }
        switch type.kind {
        case .scalar: break
        case .object, .interface:
            fields.check(id, &context)
            for field in type.fields { check(field) }
            InterfacesAreImplemented().check(id, &context)
        case .union: UnionMembersAreObjects().check(id, &context)
        case .enum:
            EnumsHaveValues().check(id, &context)
            for value in type.enumValues { check(value) }
        case .inputObject:
            InputObjectsHaveFields().check(id, &context)
            OneOfIsNotExtended().check(id, &context)
            for field in type.inputFields { check(field, of: id) }
            acyclicDefaults.check(id, &context)
        }
    }

    private mutating func check(_ id: FieldID) {
        let field = context.schema[id]
        names.check(field.name, at: context.position(field), &context)
        fields.check(field, &context)
        for id in field.arguments {
            let argument = context.schema[id]
            names.check(argument.name, at: context.position(argument), &context)
            let needsCoordinate =
                argument.hasDefault || argument.isDeprecated || !context.schema[argument.type.named].kind.isInput
            guard needsCoordinate else { continue }
            let coordinate = "\(context.coordinate(field))(\(context.name(argument.name)):)"
            inputTypes.check(argument, coordinate, at: context.typePosition(argument), &context)
            required.check(argument, "argument", coordinate, &context)
            defaults.check(argument, coordinate, &context)
        }
    }

    private mutating func check(_ id: EnumValueID) {
        let value = context.schema[id]
        let document = context.document(value.declaration)
        let node = document.typeSystem.enumValues[Int(value.declaration.node)]
        names.check(
            value.name, at: SourcePosition(Int(value.declaration.document), node.position), &context)
    }

    private mutating func check(_ id: InputValueID, of type: TypeID) {
        let field = context.schema[id]
        let coordinate = "\(context.name(type)).\(context.name(field.name))"
        names.check(field.name, at: context.position(field), &context)
        inputTypes.check(field, coordinate, at: context.typePosition(field), &context)
        required.check(field, "input field", coordinate, &context)
        defaults.check(field, coordinate, &context)
        if context.schema[type].isOneOf { OneOfFieldsAreOptional().check(field, coordinate, &context) }
    }
}
