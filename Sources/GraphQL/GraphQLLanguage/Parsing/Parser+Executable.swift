extension Parser {
    /// Makes room for what a source of this size usually holds, so that small documents never grow an array.
    mutating func reserveForExecutable() {
        guard nodes.selections.capacity == 0 else { return }
        let byteCount = lexer.bytes.count
        nodes.selections.reserveCapacity(byteCount / 16 + 4)
        selectionStack.reserveCapacity(32)
        nodes.values.reserveCapacity(byteCount / 32 + 2)
        nodes.arguments.reserveCapacity(byteCount / 40 + 2)
    }

    /// `OperationDefinition : SelectionSet`
    mutating func shorthandOperation() throws(Stop) {
        reserveForExecutable()
        let start = token.start
        let selections = try selectionSet()
        nodes.definitions.append(.operation(NodeID(nodes.operations.count)))
        nodes.operations.append(
            OperationNode(
                kind: .query, isShorthand: true, position: UInt32(truncatingIfNeeded: start), description: .none,
                name: .absent, variables: .empty, directives: .empty, selections: selections,
                selectionSetPosition: UInt32(truncatingIfNeeded: start)))
    }

    /// `OperationDefinition : Description? OperationType Name? VariablesDefinition? Directives? SelectionSet`
    mutating func operation(_ kind: OperationKind) throws(Stop) {
        reserveForExecutable()
        let start = token.start
        let description = try description()
        try advance()
        let name = isNext(.name) ? try name() : .absent
        let variables = try variableDefinitions()
        let directives = try directives(isConstant: false)
        let brace = token.start
        let selections = try selectionSet()
        nodes.definitions.append(.operation(NodeID(nodes.operations.count)))
        nodes.operations.append(
            OperationNode(
                kind: kind, isShorthand: false, position: UInt32(truncatingIfNeeded: start), description: description,
                name: name, variables: variables, directives: directives, selections: selections,
                selectionSetPosition: UInt32(truncatingIfNeeded: brace)))
    }

    /// `FragmentDefinition : Description? fragment FragmentName TypeCondition Directives? SelectionSet`
    mutating func fragment() throws(Stop) {
        reserveForExecutable()
        let start = token.start
        let description = try description()
        try expectKeyword("fragment")
        let name = try fragmentName()
        try expectKeyword("on")
        let typeCondition = try self.name()
        let directives = try directives(isConstant: false)
        let brace = token.start
        let selections = try selectionSet()
        nodes.definitions.append(.fragment(NodeID(nodes.fragments.count)))
        nodes.fragments.append(
            FragmentNode(
                position: UInt32(truncatingIfNeeded: start), description: description, name: name,
                typeCondition: typeCondition, directives: directives, selections: selections,
                selectionSetPosition: UInt32(truncatingIfNeeded: brace)))
    }

    /// `FragmentName : Name but not on`
    private mutating func fragmentName() throws(Stop) -> Name {
        if isSpelled(token.text, "on") { throw failUnexpected(token) }
        return try name()
    }

    /// `VariablesDefinition : ( VariableDefinition+ )`
    private mutating func variableDefinitions() throws(Stop) -> NodeRange<VariableDefinitionNode> {
        guard try skip(.parenthesisLeft) else { return .empty }
        let first = nodes.variableDefinitions.count
        repeat { try variableDefinition() } while try !skip(.parenthesisRight)
        return NodeRange(start: first, count: nodes.variableDefinitions.count - first)
    }

    /// `VariableDefinition : Description? Variable : Type DefaultValue? Directives[Const]?`
    private mutating func variableDefinition() throws(Stop) {
        let start = token.start
        let description = try description()
        let dollar = token.start
        try expect(.dollar)
        let name = try name()
        try expect(.colon)
        let type = try type()
        let defaultValue = try defaultValue()
        let directives = try directives(isConstant: true)
        nodes.variableDefinitions.append(
            VariableDefinitionNode(
                position: UInt32(truncatingIfNeeded: start), variablePosition: UInt32(truncatingIfNeeded: dollar),
                description: description, name: name, type: type, defaultValue: defaultValue, directives: directives))
    }

    /// `SelectionSet : { Selection+ }`
    private mutating func selectionSet() throws(Stop) -> NodeRange<SelectionNode> {
        try enter()
        let base = selectionStack.count
        try expect(.braceLeft)
        if !allowsEmptySelectionSets || !isNext(.braceRight) {
            repeat { selectionStack.append(try selection()) } while !isNext(.braceRight)
        }
        try advance()
        leave()
        let range = NodeRange<SelectionNode>(start: nodes.selections.count, count: selectionStack.count - base)
        nodes.selections.append(contentsOf: selectionStack[base...])
        selectionStack.removeLast(selectionStack.count - base)
        return range
    }

    /// `Selection : Field | FragmentSpread | InlineFragment`
    private mutating func selection() throws(Stop) -> SelectionNode {
        isNext(.spread) ? try fragmentSelection() : try field()
    }

    /// `Field : Alias? Name Arguments? Directives? SelectionSet?`
    private mutating func field() throws(Stop) -> SelectionNode {
        let start = token.start
        var name = try name()
        var alias = Name.absent
        if try skip(.colon) {
            alias = name
            name = try self.name()
        }
        let arguments = try arguments(isConstant: false)
        let directives = try directives(isConstant: false)
        let brace = token.start
        let hasSelectionSet = isNext(.braceLeft)
        let selections = hasSelectionSet ? try selectionSet() : .empty
        return SelectionNode(
            kind: .field, hasSelectionSet: hasSelectionSet, position: UInt32(truncatingIfNeeded: start), name: name,
            alias: alias, arguments: arguments, directives: directives, selections: selections,
            selectionSetPosition: UInt32(truncatingIfNeeded: brace))
    }

    /// `FragmentSpread : ... FragmentName Directives?`, or
    /// `InlineFragment : ... TypeCondition? Directives? SelectionSet`
    private mutating func fragmentSelection() throws(Stop) -> SelectionNode {
        let start = token.start
        try advance()
        let hasTypeCondition = try skipKeyword("on")
        if !hasTypeCondition, isNext(.name) {
            let name = try name()
            return SelectionNode(
                kind: .fragmentSpread, hasSelectionSet: false, position: UInt32(truncatingIfNeeded: start), name: name,
                alias: .absent, arguments: .empty, directives: try directives(isConstant: false), selections: .empty,
                selectionSetPosition: 0)
        }
        let typeCondition = hasTypeCondition ? try name() : .absent
        let directives = try directives(isConstant: false)
        let brace = token.start
        let selections = try selectionSet()
        return SelectionNode(
            kind: .inlineFragment, hasSelectionSet: true, position: UInt32(truncatingIfNeeded: start),
            name: typeCondition, alias: .absent, arguments: .empty, directives: directives, selections: selections,
            selectionSetPosition: UInt32(truncatingIfNeeded: brace))
    }

    /// `Arguments[Const] : ( Argument[?Const]+ )`
    private mutating func arguments(isConstant: Bool) throws(Stop) -> NodeRange<ArgumentNode> {
        guard try skip(.parenthesisLeft) else { return .empty }
        let first = nodes.arguments.count
        repeat {
            let name = try name()
            try expect(.colon)
            let value = try value(isConstant: isConstant)
            nodes.arguments.append(ArgumentNode(name: name, value: add(value)))
        } while try !skip(.parenthesisRight)
        return NodeRange(start: first, count: nodes.arguments.count - first)
    }

    /// `Directives[Const] : Directive[?Const]+`
    mutating func directives(isConstant: Bool) throws(Stop) -> NodeRange<DirectiveNode> {
        let first = nodes.directives.count
        while isNext(.at) {
            let start = token.start
            try advance()
            let name = try name()
            let arguments = try arguments(isConstant: isConstant)
            nodes.directives.append(
                DirectiveNode(position: UInt32(truncatingIfNeeded: start), name: name, arguments: arguments))
        }
        return NodeRange(start: first, count: nodes.directives.count - first)
    }
}
