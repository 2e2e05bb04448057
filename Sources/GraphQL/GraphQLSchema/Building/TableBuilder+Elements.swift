import GraphQLLanguage

// What definitions of all kinds have in common: types with wrappers, arguments, and the directives of the
// specification that say something about the element itself.
extension TableBuilder {
    /// The type a reference means; nil when its name is not defined or it nests too deeply.
    mutating func wrappedType(_ id: NodeID<TypeNode>, _ document: Int) -> WrappedType? {
        guard let wrappers = TypeWrappers(id, in: parts.documents[document]) else {
            faults.report(
                "SchemaLimits", "List types may nest \(WrappedType.listDepthMax) deep at most.",
                at: [SourcePosition(document, parts.documents[document][id].position)])
            return nil
        }
        // Why: as an argument of the look-up, the mutation would make it work on a copy of all tables.
        let name = symbol(wrappers.name, document)
        return entry(named: name).map { wrappers.around(TypeID(index: UInt32(truncatingIfNeeded: $0))) }
    }

    /// An argument or input field; nil when its type is not defined.
    mutating func inputValue(
        _ id: NodeID<InputValueNode>, of owner: InputValueOwner, _ document: Int
    ) -> SchemaInputValue? {
        let node = parts.documents[document][id]
        guard let type = wrappedType(node.type, document) else { return nil }
        return SchemaInputValue(
            name: symbol(node.name, document), type: type, description: text(node.description, document),
            deprecationReason: deprecationReason(node.directives, document), defaultIndex: nil,
            directives: pending.extend(.empty, by: node.directives, document),
            declaration: Declaration(document: document, node: id.index), owner: owner,
            hasDefault: node.defaultValue.id != nil)
    }

    /// The first use of a directive among those of an element.
    mutating func use(
        of directive: Symbol, in nodes: NodeRange<DirectiveNode>, _ document: Int
    ) -> NodeID<DirectiveNode>? {
        for id in nodes where symbol(parts.documents[document][id].name, document) == directive { return id }
        return nil
    }

    /// The reason an element is deprecated for, the default one when `@deprecated` gives none.
    mutating func deprecationReason(_ nodes: NodeRange<DirectiveNode>, _ document: Int) -> Text? {
        guard !nodes.isEmpty, let use = use(of: .deprecated, in: nodes, document) else { return nil }
        checkStringArgument(.reason, isRequired: false, of: use, document)
        return stringArgument(.reason, of: use, document) ?? pool(Array("No longer supported".utf8))
    }

    /// The string given to an argument; a value that is no string is reported when all values are checked.
    mutating func stringArgument(_ name: Symbol, of use: NodeID<DirectiveNode>, _ document: Int) -> Text? {
        for id in parts.documents[document][use].arguments {
            let argument = parts.documents[document][id]
            guard symbol(argument.name, document) == name else { continue }
            guard parts.documents[document][argument.value].isString else { return nil }
            return pool(parts.documents[document].stringBytes(of: argument.value))
        }
        return nil
    }

    /// Reports an argument that is no string where the SDL's own definition of the directive lets it pass: the meaning
    /// of the directive needs the string all the same.
    mutating func checkStringArgument(
        _ name: Symbol, isRequired: Bool, of use: NodeID<DirectiveNode>, _ document: Int
    ) {
        guard redefinesDirectives else { return }
        let node = parts.documents[document][use]
        let argument = "Argument '\(parts.symbols.string(name))'"
        let given = node.arguments.first { symbol(parts.documents[document][$0].name, document) == name }
        guard let given else {
            guard isRequired else { return }
            return faults.report(
                "ProvidedRequiredArgumentsOnDirectives", "\(argument) of required type 'String!' was not provided.",
                at: [SourcePosition(document, node.position)])
        }
        let value = parts.documents[document][given].value
        let literal = parts.documents[document][value]
        guard !literal.isString else { return }
        let reason =
            literal.kind == .null
            ? "Expected value of non-null type 'String!' not to be None."
            : "String cannot represent a non string value: \(parts.documents[document].printed(value))"
        faults.report(
            "ValuesOfCorrectType", "\(argument) has invalid value: \(reason)",
            at: [SourcePosition(document, literal.position)])
    }
}
