extension Parser {
    /// `Document : Definition+`
    mutating func document() throws(Stop) {
        try advance()
        repeat { try definition() } while !isNext(.endOfFile)
    }

    /// `Definition : ExecutableDefinition | TypeSystemDefinition | TypeSystemExtension`
    private mutating func definition() throws(Stop) {
        if isNext(.braceLeft) { return try shorthandOperation() }
        let isDescribed = isNext(.string) || isNext(.blockString)
        let keyword = isDescribed ? try lookAhead() : token
        if isDescribed, keyword.kind == .braceLeft {
            throw fail(
                "Unexpected description, descriptions are not supported on shorthand queries.", at: token.start)
        }
        guard keyword.kind == .name else { throw failUnexpected(keyword) }
        if let kind = operationKind(keyword) { return try operation(kind) }
        if isKeyword(keyword, "fragment") { return try fragment() }
        if let kind = typeKind(keyword) { return try typeDefinition(kind, isExtension: false) }
        if isKeyword(keyword, "schema") { return try schemaDefinition(isExtension: false) }
        if isKeyword(keyword, "directive") { return try directiveDefinition() }
        if isDescribed {
            throw fail("Unexpected description, only GraphQL definitions support descriptions.", at: token.start)
        }
        guard isKeyword(keyword, "extend") else { throw failUnexpected(keyword) }
        try typeSystemExtension()
    }

    /// `TypeSystemExtension : SchemaExtension | TypeExtension`
    private mutating func typeSystemExtension() throws(Stop) {
        let keyword = try lookAhead()
        if let kind = typeKind(keyword) { return try typeDefinition(kind, isExtension: true) }
        if isKeyword(keyword, "schema") { return try schemaDefinition(isExtension: true) }
        guard allowsDirectivesOnDirectives, isKeyword(keyword, "directive") else { throw failUnexpected(keyword) }
        try directiveExtension()
    }

    func operationKind(_ token: Token) -> OperationKind? {
        guard token.kind == .name else { return nil }
        switch token.end - token.start {
        case 5: return isSpelled(token.text, "query") ? .query : nil
        case 8: return isSpelled(token.text, "mutation") ? .mutation : nil
        case 12: return isSpelled(token.text, "subscription") ? .subscription : nil
        default: return nil
        }
    }

    private func typeKind(_ token: Token) -> TypeDefinitionNode.Kind? {
        guard token.kind == .name else { return nil }
        switch token.end - token.start {
        case 4: return isSpelled(token.text, "type") ? .object : isSpelled(token.text, "enum") ? .enum : nil
        case 5: return isSpelled(token.text, "input") ? .inputObject : isSpelled(token.text, "union") ? .union : nil
        case 6: return isSpelled(token.text, "scalar") ? .scalar : nil
        case 9: return isSpelled(token.text, "interface") ? .interface : nil
        default: return nil
        }
    }

    /// `Description : StringValue`
    mutating func description() throws(Stop) -> OptionalNodeID<ValueNode> {
        guard isNext(.string) || isNext(.blockString) else { return .none }
        return OptionalNodeID(add(try leaf(token.kind == .string ? .string : .blockString)))
    }
}
