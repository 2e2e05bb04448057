extension Printer {
    mutating func schema(_ schema: SchemaDefinitionNode) {
        description(schema.description)
        write(schema.isExtension ? "extend schema" : "schema")
        spacedDirectives(schema.directives)
        spacedBlock(schema.operationTypes) { printer, id in
            let operation = printer.document[id]
            printer.write(operation.kind.keyword)
            printer.write(": ")
            printer.write(operation.type)
        }
    }

    mutating func typeDefinition(_ definition: TypeDefinitionNode) {
        description(definition.description)
        if definition.isExtension { write("extend ") }
        write(definition.kind.keyword)
        write(" ")
        write(definition.name)
        names(definition.interfaces, " implements ", " & ")
        spacedDirectives(definition.directives)
        names(definition.members, " = ", " | ")
        spacedBlock(definition.fields) { $0.fieldDefinition($1) }
        spacedBlock(definition.inputFields) { $0.inputValue($1) }
        spacedBlock(definition.values) { printer, id in
            let value = printer.document[id]
            printer.description(value.description)
            printer.write(value.name)
            printer.spacedDirectives(value.directives)
        }
    }

    private mutating func names(_ names: NodeRange<NamedTypeNode>, _ start: StaticString, _ separator: StaticString) {
        guard !names.isEmpty else { return }
        write(start)
        join(names, separator) { $0.write($0.document[$1].name) }
    }

    private mutating func spacedBlock<Node: PlacedNode>(
        _ items: NodeRange<Node>, _ writeItem: (inout Printer, NodeID<Node>) -> Void
    ) {
        guard !items.isEmpty else { return }
        write(" ")
        block(items, "{", "}", writeItem)
    }

    private mutating func fieldDefinition(_ id: NodeID<FieldDefinitionNode>) {
        let field = document[id]
        description(field.description)
        write(field.name)
        argumentDefinitions(field.arguments)
        write(": ")
        type(field.type)
        spacedDirectives(field.directives)
    }

    /// Arguments in one line, or each on its own as soon as one of them takes more than one or has a comment.
    private mutating func argumentDefinitions(_ arguments: NodeRange<InputValueNode>) {
        guard !arguments.isEmpty else { return }
        let isBroken = arguments.contains { id in
            let argument = document[id]
            return argument.description.id != nil || spansLines(argument.defaultValue, argument.directives)
        }
        if isBroken || hasComments(around: document[arguments[0]].position) {
            return block(arguments, "(", ")") { $0.inputValue($1) }
        }
        write("(")
        join(arguments, ", ") { $0.inputValue($1) }
        write(")")
    }

    private mutating func inputValue(_ id: NodeID<InputValueNode>) {
        let input = document[id]
        description(input.description)
        write(input.name)
        write(": ")
        type(input.type)
        defaultValue(input.defaultValue)
        spacedDirectives(input.directives)
    }

    mutating func directiveDefinition(_ directive: DirectiveDefinitionNode) {
        description(directive.description)
        write(directive.isExtension ? "extend directive @" : "directive @")
        write(directive.name)
        argumentDefinitions(directive.arguments)
        spacedDirectives(directive.directives)
        if directive.isRepeatable { write(" repeatable") }
        guard !directive.locations.isEmpty else { return }
        write(" on ")
        join(directive.locations, " | ") { $0.write($0.document[$1].name) }
    }
}

extension TypeDefinitionNode.Kind {
    /// The keyword that begins a definition of this kind.
    package var keyword: StaticString {
        switch self {
        case .scalar: "scalar"
        case .object: "type"
        case .interface: "interface"
        case .union: "union"
        case .enum: "enum"
        case .inputObject: "input"
        }
    }
}
