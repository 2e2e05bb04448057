extension Parser {
    /// `SchemaDefinition : Description? schema Directives[Const]? { RootOperationTypeDefinition+ }`, and its extension,
    /// which needs only one of its parts.
    mutating func schemaDefinition(isExtension: Bool) throws(Stop) {
        let start = token.start
        let description = try beginning(isExtension)
        try expectKeyword("schema")
        let directives = try directives(isConstant: true)
        let first = nodes.typeSystem.operationTypes.count
        if !isExtension || isNext(.braceLeft) {
            try expect(.braceLeft)
            repeat { try operationType() } while try !skip(.braceRight)
        }
        let count = nodes.typeSystem.operationTypes.count - first
        if isExtension, directives.isEmpty, count == 0 { throw failUnexpected(token) }
        nodes.definitions.append(.schema(NodeID(nodes.typeSystem.schemas.count)))
        nodes.typeSystem.schemas.append(
            SchemaDefinitionNode(
                isExtension: isExtension, position: UInt32(truncatingIfNeeded: start), description: description,
                directives: directives, operationTypes: NodeRange(start: first, count: count)))
    }

    /// A description, or the keyword `extend`.
    private mutating func beginning(_ isExtension: Bool) throws(Stop) -> OptionalNodeID<ValueNode> {
        guard isExtension else { return try description() }
        try expectKeyword("extend")
        return .none
    }

    /// `RootOperationTypeDefinition : OperationType : NamedType`
    private mutating func operationType() throws(Stop) {
        let start = token
        guard start.kind == .name else {
            _ = try name()
            return
        }
        try advance()
        guard let kind = operationKind(start) else { throw failUnexpected(start) }
        try expect(.colon)
        let type = try name()
        nodes.typeSystem.operationTypes.append(
            OperationTypeNode(position: UInt32(truncatingIfNeeded: start.start), kind: kind, type: type))
    }

    /// The definition or extension of a type: keyword, name, and the parts that the kind may have.
    ///
    ///     scalar     Name Directives?
    ///     type       Name ImplementsInterfaces? Directives? FieldsDefinition?
    ///     interface  Name ImplementsInterfaces? Directives? FieldsDefinition?
    ///     union      Name Directives? UnionMemberTypes?
    ///     enum       Name Directives? EnumValuesDefinition?
    ///     input      Name Directives? InputFieldsDefinition?
    mutating func typeDefinition(_ kind: TypeDefinitionNode.Kind, isExtension: Bool) throws(Stop) {
        let start = token.start
        let description = try beginning(isExtension)
        try advance()
        let name = try name()
        let interfaces = kind == .object || kind == .interface ? try implementedInterfaces() : .empty
        let directives = try directives(isConstant: true)
        let fields = kind == .object || kind == .interface ? try fieldDefinitions() : .empty
        let members = kind == .union ? try unionMembers() : .empty
        let values = kind == .enum ? try enumValues() : .empty
        let inputFields = kind == .inputObject ? try inputValues(.braceLeft, .braceRight) : .empty
        if isExtension, directives.isEmpty, interfaces.isEmpty, fields.isEmpty, members.isEmpty, values.isEmpty,
            inputFields.isEmpty
        {
            throw failUnexpected(token)
        }
        nodes.definitions.append(.type(NodeID(nodes.typeSystem.typeDefinitions.count)))
        nodes.typeSystem.typeDefinitions.append(
            TypeDefinitionNode(
                kind: kind, isExtension: isExtension, position: UInt32(truncatingIfNeeded: start),
                description: description, name: name, directives: directives, interfaces: interfaces, fields: fields,
                members: members, values: values, inputFields: inputFields))
    }

    /// `ImplementsInterfaces : implements &? NamedType (& NamedType)*`
    private mutating func implementedInterfaces() throws(Stop) -> NodeRange<NamedTypeNode> {
        try skipKeyword("implements") ? try namedTypes(separatedBy: .ampersand) : .empty
    }

    /// `UnionMemberTypes : = |? NamedType (| NamedType)*`
    private mutating func unionMembers() throws(Stop) -> NodeRange<NamedTypeNode> {
        try skip(.equals) ? try namedTypes(separatedBy: .pipe) : .empty
    }

    private mutating func namedTypes(separatedBy separator: TokenKind) throws(Stop) -> NodeRange<NamedTypeNode> {
        let first = nodes.typeSystem.namedTypes.count
        _ = try skip(separator)
        repeat {
            let name = try name()
            nodes.typeSystem.namedTypes.append(NamedTypeNode(name: name))
        } while try skip(separator)
        return NodeRange(start: first, count: nodes.typeSystem.namedTypes.count - first)
    }

    /// `FieldsDefinition : { FieldDefinition+ }`
    private mutating func fieldDefinitions() throws(Stop) -> NodeRange<FieldDefinitionNode> {
        guard try skip(.braceLeft) else { return .empty }
        let first = nodes.typeSystem.fieldDefinitions.count
        repeat { try fieldDefinition() } while try !skip(.braceRight)
        return NodeRange(start: first, count: nodes.typeSystem.fieldDefinitions.count - first)
    }

    /// `FieldDefinition : Description? Name ArgumentsDefinition? : Type Directives[Const]?`
    private mutating func fieldDefinition() throws(Stop) {
        let start = token.start
        let description = try description()
        let name = try name()
        let arguments = try inputValues(.parenthesisLeft, .parenthesisRight)
        try expect(.colon)
        let type = try type()
        let directives = try directives(isConstant: true)
        nodes.typeSystem.fieldDefinitions.append(
            FieldDefinitionNode(
                position: UInt32(truncatingIfNeeded: start), description: description, name: name,
                arguments: arguments, type: type, directives: directives))
    }

    /// `ArgumentsDefinition : ( InputValueDefinition+ )` or `InputFieldsDefinition : { InputValueDefinition+ }`
    private mutating func inputValues(_ open: TokenKind, _ close: TokenKind) throws(Stop) -> NodeRange<InputValueNode> {
        guard try skip(open) else { return .empty }
        let first = nodes.typeSystem.inputValues.count
        repeat { try inputValue() } while try !skip(close)
        return NodeRange(start: first, count: nodes.typeSystem.inputValues.count - first)
    }

    /// `InputValueDefinition : Description? Name : Type DefaultValue? Directives[Const]?`
    private mutating func inputValue() throws(Stop) {
        let start = token.start
        let description = try description()
        let name = try name()
        try expect(.colon)
        let type = try type()
        let defaultValue = try defaultValue()
        let directives = try directives(isConstant: true)
        nodes.typeSystem.inputValues.append(
            InputValueNode(
                position: UInt32(truncatingIfNeeded: start), description: description, name: name, type: type,
                defaultValue: defaultValue, directives: directives))
    }

    /// `EnumValuesDefinition : { EnumValueDefinition+ }`
    private mutating func enumValues() throws(Stop) -> NodeRange<EnumValueNode> {
        guard try skip(.braceLeft) else { return .empty }
        let first = nodes.typeSystem.enumValues.count
        repeat { try enumValue() } while try !skip(.braceRight)
        return NodeRange(start: first, count: nodes.typeSystem.enumValues.count - first)
    }

    /// `EnumValueDefinition : Description? EnumValue Directives[Const]?`
    private mutating func enumValue() throws(Stop) {
        let start = token.start
        let description = try description()
        if isSpelled(token.text, "true") || isSpelled(token.text, "false") || isSpelled(token.text, "null") {
            let found = self.description(of: token)
            throw fail("\(found) is reserved and cannot be used for an enum value.", at: token.start)
        }
        let name = try name()
        let directives = try directives(isConstant: true)
        nodes.typeSystem.enumValues.append(
            EnumValueNode(
                position: UInt32(truncatingIfNeeded: start), description: description, name: name,
                directives: directives))
    }

    /// `DirectiveDefinition : Description? directive @ Name ArgumentsDefinition? repeatable? on DirectiveLocations`
    mutating func directiveDefinition() throws(Stop) {
        let start = token.start
        let description = try description()
        try advance()
        try expect(.at)
        let name = try name()
        let arguments = try inputValues(.parenthesisLeft, .parenthesisRight)
        let directives = allowsDirectivesOnDirectives ? try directives(isConstant: true) : .empty
        let isRepeatable = try skipKeyword("repeatable")
        try expectKeyword("on")
        let locations = try directiveLocations()
        add(
            DirectiveDefinitionNode(
                isExtension: false, isRepeatable: isRepeatable, position: UInt32(truncatingIfNeeded: start),
                description: description, name: name, arguments: arguments, directives: directives,
                locations: locations))
    }

    /// `extend directive @ Name Directives[Const]`, from drafts after September 2025.
    mutating func directiveExtension() throws(Stop) {
        let start = token.start
        try advance()
        try advance()
        try expect(.at)
        let name = try name()
        let directives = try directives(isConstant: true)
        if directives.isEmpty { throw failUnexpected(token) }
        add(
            DirectiveDefinitionNode(
                isExtension: true, isRepeatable: false, position: UInt32(truncatingIfNeeded: start),
                description: .none, name: name, arguments: .empty, directives: directives, locations: .empty))
    }

    private mutating func add(_ definition: DirectiveDefinitionNode) {
        nodes.definitions.append(.directive(NodeID(nodes.typeSystem.directiveDefinitions.count)))
        nodes.typeSystem.directiveDefinitions.append(definition)
    }

    /// `DirectiveLocations : |? DirectiveLocation (| DirectiveLocation)*`
    private mutating func directiveLocations() throws(Stop) -> NodeRange<DirectiveLocationNode> {
        let first = nodes.typeSystem.directiveLocations.count
        _ = try skip(.pipe)
        repeat {
            let start = token
            let name = try name()
            guard let location = DirectiveLocation.allCases.first(where: { isSpelled(name, $0.name) }),
                location.isSpecified || allowsDirectivesOnDirectives
            else { throw failUnexpected(start) }
            nodes.typeSystem.directiveLocations.append(DirectiveLocationNode(name: name, location: location))
        } while try skip(.pipe)
        return NodeRange(start: first, count: nodes.typeSystem.directiveLocations.count - first)
    }
}
