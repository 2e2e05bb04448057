extension Parser {
    /// Gives a finished value its place.
    mutating func add(_ value: ValueNode) -> NodeID<ValueNode> {
        nodes.values.append(value)
        return NodeID(nodes.values.count - 1)
    }

    /// `DefaultValue : = Value[Const]`
    mutating func defaultValue() throws(Stop) -> OptionalNodeID<ValueNode> {
        guard try skip(.equals) else { return .none }
        return OptionalNodeID(add(try value(isConstant: true)))
    }

    /// `Value[Const] : [~Const] Variable | IntValue | FloatValue | StringValue | BooleanValue | NullValue | EnumValue
    /// | ListValue[?Const] | ObjectValue[?Const]`
    mutating func value(isConstant: Bool) throws(Stop) -> ValueNode {
        switch token.kind {
        case .name: return try leaf(namedValueKind())
        case .int: return try leaf(.int)
        case .float: return try leaf(.float)
        case .string: return try leaf(.string)
        case .blockString: return try leaf(.blockString)
        case .dollar: return try variable(isConstant: isConstant)
        case .bracketLeft: return try list(isConstant: isConstant)
        case .braceLeft: return try object(isConstant: isConstant)
        case .endOfFile, .bang, .ampersand, .parenthesisLeft, .parenthesisRight, .dot, .spread, .colon, .equals, .at,
            .bracketRight, .pipe, .braceRight, .invalid:
            throw failUnexpected(token)
        }
    }

    /// A value that is one token.
    mutating func leaf(_ kind: ValueNode.Kind) throws(Stop) -> ValueNode {
        let node = ValueNode(
            kind: kind, needsDecoding: token.needsDecoding, position: UInt32(truncatingIfNeeded: token.start),
            first: token.text.offset, second: token.text.length)
        try advance()
        return node
    }

    private func namedValueKind() -> ValueNode.Kind {
        switch token.end - token.start {
        case 4: isSpelled(token.text, "true") ? .true : isSpelled(token.text, "null") ? .null : .enum
        case 5: isSpelled(token.text, "false") ? .false : .enum
        default: .enum
        }
    }

    /// `Variable : $ Name`
    private mutating func variable(isConstant: Bool) throws(Stop) -> ValueNode {
        let dollar = token
        try advance()
        if isConstant {
            guard token.kind == .name else { throw failUnexpected(dollar) }
            let name = String(decoding: lexer.bytes[token.text.range], as: UTF8.self)
            throw fail("Unexpected variable '$\(name)' in constant value.", at: dollar.start)
        }
        let name = try name()
        return ValueNode(
            kind: .variable, needsDecoding: false, position: UInt32(truncatingIfNeeded: dollar.start),
            first: name.offset, second: name.length)
    }

    /// `ListValue[Const] : [ ] | [ Value[?Const]+ ]`
    private mutating func list(isConstant: Bool) throws(Stop) -> ValueNode {
        try enter()
        let start = token.start
        let base = valueStack.count
        try advance()
        while !isNext(.bracketRight) { valueStack.append(try value(isConstant: isConstant)) }
        try advance()
        leave()
        let first = nodes.values.count
        nodes.values.append(contentsOf: valueStack[base...])
        valueStack.removeLast(valueStack.count - base)
        return ValueNode(
            kind: .list, needsDecoding: false, position: UInt32(truncatingIfNeeded: start),
            first: UInt32(truncatingIfNeeded: first), second: UInt32(truncatingIfNeeded: nodes.values.count - first))
    }

    /// `ObjectValue[Const] : { } | { ObjectField[?Const]+ }`
    private mutating func object(isConstant: Bool) throws(Stop) -> ValueNode {
        try enter()
        let start = token.start
        let base = objectFieldStack.count
        try advance()
        while !isNext(.braceRight) {
            let name = try name()
            try expect(.colon)
            let value = try value(isConstant: isConstant)
            objectFieldStack.append(ObjectFieldNode(name: name, value: add(value)))
        }
        try advance()
        leave()
        let first = nodes.objectFields.count
        nodes.objectFields.append(contentsOf: objectFieldStack[base...])
        objectFieldStack.removeLast(objectFieldStack.count - base)
        return ValueNode(
            kind: .object, needsDecoding: false, position: UInt32(truncatingIfNeeded: start),
            first: UInt32(truncatingIfNeeded: first),
            second: UInt32(truncatingIfNeeded: nodes.objectFields.count - first))
    }

    /// `Type : NamedType | ListType | NonNullType`
    mutating func type() throws(Stop) -> NodeID<TypeNode> {
        let start = UInt32(truncatingIfNeeded: token.start)
        if try skip(.bracketLeft) {
            try enter()
            let item = try type()
            leave()
            try expect(.bracketRight)
            nodes.types.append(TypeNode(kind: .list, position: start, first: item.index, second: 0))
        } else {
            let name = try name()
            nodes.types.append(TypeNode(kind: .named, position: start, first: name.offset, second: name.length))
        }
        if try skip(.bang) {
            let wrapped = UInt32(truncatingIfNeeded: nodes.types.count - 1)
            nodes.types.append(TypeNode(kind: .nonNull, position: start, first: wrapped, second: 0))
        }
        return NodeID(nodes.types.count - 1)
    }
}
