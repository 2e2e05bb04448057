extension Printer {
    mutating func printDocument() {
        for (number, definition) in document.definitions.enumerated() {
            if comments != nil { commentsBehind(upTo: position(of: definition)) }
            if number > 0 { write("\n\n") }
            if comments != nil { commentsAbove(upTo: position(of: definition)) }
            switch definition {
            case .operation(let id): operation(document[id], after: number > 0 ? document.definitions[number - 1] : nil)
            case .fragment(let id): fragment(document[id])
            case .schema(let id): schema(document[id])
            case .type(let id): typeDefinition(document[id])
            case .directive(let id): directiveDefinition(document[id])
            }
        }
        lastComments()
    }

    private func position(of definition: Definition) -> UInt32 {
        switch definition {
        case .operation(let id): document[id].position
        case .fragment(let id): document[id].position
        case .schema(let id): document[id].position
        case .type(let id): document[id].position
        case .directive(let id): document[id].position
        }
    }

    private mutating func operation(_ operation: OperationNode, after previous: Definition?) {
        description(operation.description)
        let isPlain =
            operation.kind == .query && operation.name.isAbsent && operation.variables.isEmpty
            && operation.directives.isEmpty && operation.description.id == nil
        // Why: behind `type Empty` a bare selection set would be read as its fields.
        if !isPlain || previous.map(canTakeBlock) ?? false {
            write(operation.kind.keyword)
            if !operation.name.isAbsent || !operation.variables.isEmpty { write(" ") }
            write(operation.name)
            variables(operation.variables)
            if !operation.directives.isEmpty { write(" ") }
            directives(operation.directives)
            write(" ")
        }
        selectionSet(operation.selections)
    }

    /// True for a definition that ends without the block that it might have had.
    private func canTakeBlock(_ definition: Definition) -> Bool {
        switch definition {
        case .operation, .fragment, .directive: return false
        case .schema(let id): return document[id].operationTypes.isEmpty
        case .type(let id):
            let type = document[id]
            return type.fields.isEmpty && type.inputFields.isEmpty && type.values.isEmpty
        }
    }

    private mutating func variables(_ variables: NodeRange<VariableDefinitionNode>) {
        guard !variables.isEmpty else { return }
        let isBroken = variables.contains { id in
            let variable = document[id]
            return variable.description.id != nil || spansLines(variable.defaultValue, variable.directives)
        }
        // Why: the reference does not indent variables on lines of their own.
        write(isBroken ? "(\n" : "(")
        join(variables, isBroken ? "\n" : ", ") { $0.variableDefinition($1) }
        write(isBroken ? "\n)" : ")")
    }

    private mutating func variableDefinition(_ id: NodeID<VariableDefinitionNode>) {
        let variable = document[id]
        description(variable.description)
        write("$")
        write(variable.name)
        write(": ")
        type(variable.type)
        defaultValue(variable.defaultValue)
        spacedDirectives(variable.directives)
    }

    mutating func defaultValue(_ id: OptionalNodeID<ValueNode>) {
        guard let id = id.id else { return }
        write(" = ")
        value(id)
    }

    /// True if a default value or the arguments of a directive take more than one line.
    func spansLines(_ defaultValue: OptionalNodeID<ValueNode>, _ directives: NodeRange<DirectiveNode>) -> Bool {
        if let id = defaultValue.id, extent(id).newlines > 0 { return true }
        return directives.contains { directive in
            document[directive].arguments.contains { extent(document[$0].value).newlines > 0 }
        }
    }

    private mutating func fragment(_ fragment: FragmentNode) {
        description(fragment.description)
        write("fragment ")
        write(fragment.name)
        write(" on ")
        write(fragment.typeCondition)
        write(" ")
        directives(fragment.directives)
        if !fragment.directives.isEmpty { write(" ") }
        selectionSet(fragment.selections)
    }

    private mutating func selectionSet(_ selections: NodeRange<SelectionNode>) {
        if selections.isEmpty { return write("{}") }
        block(selections, "{", "}") { $0.selection($1) }
    }

    private mutating func selection(_ id: NodeID<SelectionNode>) {
        let selection = document[id]
        switch selection.kind {
        case .field: field(selection)
        case .fragmentSpread:
            write("...")
            write(selection.name)
            spacedDirectives(selection.directives)
        case .inlineFragment:
            write("...")
            if !selection.name.isAbsent { write(" on ") }
            write(selection.name)
            spacedDirectives(selection.directives)
            write(" ")
            selectionSet(selection.selections)
        }
    }

    private mutating func field(_ field: SelectionNode) {
        var width = Int(field.name.length)
        if !field.alias.isAbsent {
            width += Int(field.alias.length) + 2
            write(field.alias)
            write(": ")
        }
        write(field.name)
        width += field.arguments.reduce(2 + 2 * max(0, field.arguments.count - 1)) { width, id in
            width + Int(document[id].name.length) + 2 + extent(document[id].value).length
        }
        if width > PrintedExtent.lineLengthMax {
            block(field.arguments, "(", ")") { $0.argument($1) }
        } else {
            arguments(field.arguments)
        }
        spacedDirectives(field.directives)
        if field.hasSelectionSet {
            write(" ")
            selectionSet(field.selections)
        }
    }

    private mutating func arguments(_ arguments: NodeRange<ArgumentNode>) {
        guard !arguments.isEmpty else { return }
        write("(")
        join(arguments, ", ") { $0.argument($1) }
        write(")")
    }

    private mutating func argument(_ id: NodeID<ArgumentNode>) {
        write(document[id].name)
        write(": ")
        value(document[id].value)
    }

    mutating func directives(_ directives: NodeRange<DirectiveNode>) {
        join(directives, " ") { printer, id in
            printer.write("@")
            printer.write(printer.document[id].name)
            printer.arguments(printer.document[id].arguments)
        }
    }

    mutating func spacedDirectives(_ directives: NodeRange<DirectiveNode>) {
        guard !directives.isEmpty else { return }
        write(" ")
        self.directives(directives)
    }

    /// A description on lines of its own.
    mutating func description(_ id: OptionalNodeID<ValueNode>) {
        guard let id = id.id else { return }
        string(id)
        newline()
    }
}
