import GraphQLLanguage

/// Gathers the parts of one type from its definition and extensions, in order.
struct MemberBuilder {
    let owner: TypeID
    private(set) var fields: [SchemaField] = []
    private(set) var inputFields: [SchemaInputValue] = []
    private(set) var enumValues: [SchemaEnumValue] = []
    private(set) var interfaces: [TypeID] = []
    private(set) var members: [TypeID] = []
    private(set) var directives: IDRange<AppliedDirectiveID> = .empty
    private(set) var specifiedByURL: Text?
    private(set) var isOneOf = false
    /// Whether a part names a type that does not exist.
    private(set) var leftOut = false

    init(owner: TypeID) { self.owner = owner }

    /// Adds the directives of one definition or extension; of all of them first, because they must be neighbours.
    mutating func addDirectives(_ declaration: Declaration, to tables: inout TableBuilder) {
        let number = Int(declaration.document)
        let node = tables.parts.documents[number].typeSystem.typeDefinitions[Int(declaration.node)]
        add(node.directives, of: node, number, &tables)
    }

    /// Adds the members of one definition or extension; of all of them before anything else is built.
    mutating func add(_ declaration: Declaration, to tables: inout TableBuilder) {
        let number = Int(declaration.document)
        let document = tables.parts.documents[number]
        let node = document.typeSystem.typeDefinitions[Int(declaration.node)]
        interfaces += references(node.interfaces, number, &tables)
        members += references(node.members, number, &tables)
        for id in node.fields { add(id, number, &tables) }
        for id in node.values { add(id, number, &tables) }
        for id in node.inputFields {
            let place = InputValueOwner.inputObject(owner)
            guard let field = tables.inputValue(id, of: place, number) else {
                leftOut = true
                continue
            }
            inputFields.append(field)
        }
    }

    private mutating func add(
        _ nodes: NodeRange<DirectiveNode>, of node: TypeDefinitionNode, _ document: Int, _ tables: inout TableBuilder
    ) {
        directives = tables.pending.extend(directives, by: nodes, document)
        guard !nodes.isEmpty else { return }
        if node.kind == .inputObject, !node.isExtension, tables.use(of: .oneOf, in: nodes, document) != nil {
            isOneOf = true
        }
        if node.kind == .scalar, let use = tables.use(of: .specifiedBy, in: nodes, document) {
            tables.checkStringArgument(.url, isRequired: true, of: use, document)
            specifiedByURL = tables.stringArgument(.url, of: use, document) ?? specifiedByURL
        }
    }

    private mutating func references(
        _ nodes: NodeRange<NamedTypeNode>, _ document: Int, _ tables: inout TableBuilder
    ) -> [TypeID] {
        nodes.compactMap { id in
            let name = tables.symbol(tables.parts.documents[document][id].name, document)
            guard let index = tables.entry(named: name) else {
                leftOut = true
                return nil
            }
            return TypeID(index: UInt32(truncatingIfNeeded: index))
        }
    }

    private mutating func add(
        _ id: NodeID<FieldDefinitionNode>, _ document: Int, _ tables: inout TableBuilder
    ) {
        let node = tables.parts.documents[document][id]
        guard let type = tables.wrappedType(node.type, document) else {
            leftOut = true
            return
        }
        let field = FieldID(index: UInt32(truncatingIfNeeded: tables.parts.fields.count &+ fields.count))
        let arguments = node.arguments.compactMap { tables.inputValue($0, of: .field(field), document) }
        if arguments.count < node.arguments.count { leftOut = true }
        fields.append(
            SchemaField(
                name: tables.symbol(node.name, document), parent: owner, type: type,
                arguments: tables.store(arguments), description: tables.text(node.description, document),
                deprecationReason: tables.deprecationReason(node.directives, document),
                directives: tables.pending.extend(.empty, by: node.directives, document), meta: nil,
                declaration: Declaration(document: document, node: id.index)))
    }

    private mutating func add(_ id: NodeID<EnumValueNode>, _ document: Int, _ tables: inout TableBuilder) {
        let node = tables.parts.documents[document][id]
        enumValues.append(
            SchemaEnumValue(
                name: tables.symbol(node.name, document), parent: owner,
                description: tables.text(node.description, document),
                deprecationReason: tables.deprecationReason(node.directives, document),
                directives: tables.pending.extend(.empty, by: node.directives, document),
                declaration: Declaration(document: document, node: id.index)))
    }
}
