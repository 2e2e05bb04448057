import GraphQLLanguage

/// Walks the SDL once and asks every rule on definitions at every node.
///
/// The rules are asked in the reference's order at each node and the nodes come in the reference's order, so that the
/// faults do too.
struct DefinitionRules {
    var context: DefinitionContext
    private var loneSchemaDefinition = LoneSchemaDefinition()
    private var uniqueOperationTypes = UniqueOperationTypes()
    private var uniqueTypeNames = UniqueTypeNames()
    private var uniqueEnumValueNames = UniqueEnumValueNames()
    private var uniqueFieldDefinitionNames = UniqueFieldDefinitionNames()
    private let uniqueArgumentDefinitionNames = UniqueArgumentDefinitionNames()
    private var uniqueDirectiveNames = UniqueDirectiveNames()
    private let knownTypeNames = KnownTypeNames()
    private let knownDirectives = KnownDirectives()
    private var uniqueDirectivesPerLocation = UniqueDirectivesPerLocation()
    private let possibleTypeExtensions = PossibleTypeExtensions()
    private let knownArgumentNames = KnownArgumentNamesOnDirectives()
    private let uniqueArgumentNames = UniqueArgumentNames()
    private var uniqueInputFieldNames = UniqueInputFieldNames()
    private let providedRequiredArguments = ProvidedRequiredArgumentsOnDirectives()

    init(_ context: DefinitionContext) { self.context = context }

    mutating func check() {
        for number in context.documents.indices.dropFirst() {
            for definition in context.documents[number].definitions {
                if context.faults.isFull { return }
                check(definition, number)
            }
        }
    }

    private mutating func check(_ definition: Definition, _ document: Int) {
        switch definition {
        case .schema(let id): check(context.documents[document][id], document)
        case .type(let id): check(context.documents[document][id], document)
        case .directive(let id): check(context.documents[document][id], document)
        case .operation(let id): check(context.documents[document][id], document)
        case .fragment(let id): check(context.documents[document][id], document)
        }
    }

    private mutating func check(_ node: SchemaDefinitionNode, _ document: Int) {
        loneSchemaDefinition.enter(node, document, &context)
        uniqueOperationTypes.enter(node, document, &context)
        check(node.directives, on: .schema, of: .schema, document)
        for id in node.operationTypes {
            checkTypeName(context.documents[document][id].type, document)
        }
    }

    private mutating func check(_ node: DirectiveDefinitionNode, _ document: Int) {
        uniqueArgumentDefinitionNames.enter(node, document, &context)
        uniqueDirectiveNames.enter(node, document, &context)
        let name = context.symbol(node.name, document)
        uniqueDirectivesPerLocation.enter(node.directives, on: .directive(name), document, &context)
        for id in node.arguments { check(context.documents[document][id], at: .argumentDefinition, document) }
        checkEach(node.directives, at: .directiveDefinition, document)
    }

    private mutating func check(_ node: TypeDefinitionNode, _ document: Int) {
        uniqueTypeNames.enter(node, document, &context)
        uniqueEnumValueNames.enter(node, document, &context)
        uniqueFieldDefinitionNames.enter(node, document, &context)
        uniqueArgumentDefinitionNames.enter(node, document, &context)
        if !node.directives.isEmpty {
            let name = context.symbol(node.name, document)
            uniqueDirectivesPerLocation.enter(node.directives, on: .type(name), document, &context)
        }
        possibleTypeExtensions.enter(node, document, &context)
        for id in node.interfaces { checkTypeName(context.documents[document][id].name, document) }
        checkEach(node.directives, at: location(of: node.kind), document)
        for id in node.members { checkTypeName(context.documents[document][id].name, document) }
        for id in node.values {
            check(context.documents[document][id].directives, on: .enumValue, of: .other, document)
        }
        for id in node.inputFields { check(context.documents[document][id], at: .inputFieldDefinition, document) }
        for id in node.fields { check(context.documents[document][id], document) }
    }

    private mutating func check(_ node: FieldDefinitionNode, _ document: Int) {
        uniqueDirectivesPerLocation.enter(node.directives, on: .other, document, &context)
        for id in node.arguments { check(context.documents[document][id], at: .argumentDefinition, document) }
        checkTypeName(context.documents[document].innermostName(of: node.type), document)
        checkEach(node.directives, at: .fieldDefinition, document)
    }

    private mutating func check(_ node: InputValueNode, at location: DirectiveLocation, _ document: Int) {
        uniqueDirectivesPerLocation.enter(node.directives, on: .other, document, &context)
        checkTypeName(context.documents[document].innermostName(of: node.type), document)
        if let value = node.defaultValue.id { check(value, document) }
        checkEach(node.directives, at: location, document)
    }

    private func location(of kind: TypeDefinitionNode.Kind) -> DirectiveLocation {
        switch kind {
        case .scalar: .scalar
        case .object: .object
        case .interface: .interface
        case .union: .union
        case .enum: .enum
        case .inputObject: .inputObject
        }
    }
}

extension DefinitionRules {
    mutating func checkTypeName(_ name: Name, _ document: Int, isInDefinition: Bool = true) {
        knownTypeNames.enter(name, document, isInDefinition: isInDefinition, &context)
    }

    mutating func checkArguments(_ arguments: NodeRange<ArgumentNode>, _ document: Int) {
        uniqueArgumentNames.enter(arguments, document, &context)
    }

    /// The directives of an element that is not spread over several definitions, or of `schema`.
    mutating func check(
        _ directives: NodeRange<DirectiveNode>, on location: DirectiveLocation,
        of element: UniqueDirectivesPerLocation.Element, _ document: Int
    ) {
        guard !directives.isEmpty else { return }
        uniqueDirectivesPerLocation.enter(directives, on: element, document, &context)
        checkEach(directives, at: location, document)
    }

    mutating func checkEach(_ directives: NodeRange<DirectiveNode>, at location: DirectiveLocation, _ document: Int) {
        for id in directives {
            let node = context.documents[document][id]
            knownDirectives.enter(node, on: location, document, &context)
            knownArgumentNames.enter(node, document, &context)
            uniqueArgumentNames.enter(node.arguments, document, &context)
            for argument in node.arguments { check(context.documents[document][argument].value, document) }
            providedRequiredArguments.leave(node, document, &context)
        }
    }

    /// Limit: as deep as the parser lets literals nest.
    mutating func check(_ value: NodeID<ValueNode>, _ document: Int) {
        let node = context.documents[document][value]
        for item in node.items { check(item, document) }
        guard node.kind == .object else { return }
        uniqueInputFieldNames.enterObject()
        for id in node.fields {
            let field = context.documents[document][id]
            uniqueInputFieldNames.enter(field, document, &context)
            check(field.value, document)
        }
        uniqueInputFieldNames.leaveObject()
    }
}
