import GraphQLLanguage

/// What the rules on the type system share: the tables, where each element stands, and the faults.
struct TypeSystemContext {
    let schema: Schema
    /// Types of which a part was left out, because a rule on definitions has reported it.
    let incompleteTypes: Set<TypeID>
    let incompleteDirectives: Set<DirectiveID>
    /// Whether definitions had faults, so that what seems to be missing may only be misspelled.
    let hadFaults: Bool
    let suggests: Bool
    var faults = FaultList()

    init(
        schema: Schema, incompleteTypes: Set<TypeID>, incompleteDirectives: Set<DirectiveID>, hadFaults: Bool,
        suggests: Bool
    ) {
        (self.schema, self.incompleteTypes) = (schema, incompleteTypes)
        (self.incompleteDirectives, self.hadFaults, self.suggests) = (incompleteDirectives, hadFaults, suggests)
    }

    mutating func report(_ rule: StaticString, _ message: String, at positions: [SourcePosition?]) {
        faults.report(rule, message, at: positions.compactMap { $0 })
    }
}

// Names.
extension TypeSystemContext {
    func name(_ type: TypeID) -> String { schema.name(of: type) }
    func name(_ name: Symbol) -> String { schema.string(name) }
    func coordinate(_ field: SchemaField) -> String { "\(name(field.parent)).\(name(field.name))" }
}

// Nodes and positions.
extension TypeSystemContext {
    func document(_ declaration: Declaration) -> Document { schema.documents[Int(declaration.document)] }

    func node(_ field: SchemaField) -> FieldDefinitionNode {
        document(field.declaration).typeSystem.fieldDefinitions[Int(field.declaration.node)]
    }

    func node(_ input: SchemaInputValue) -> InputValueNode {
        document(input.declaration).typeSystem.inputValues[Int(input.declaration.node)]
    }

    func declarations(_ type: TypeID) -> ArraySlice<Declaration> {
        schema.declarations[schema[type].declarations.range]
    }

    /// The definition of a type, then its extensions.
    func positions(_ type: TypeID) -> [SourcePosition?] {
        declarations(type).map { declaration in
            let node = document(declaration).typeSystem.typeDefinitions[Int(declaration.node)]
            return SourcePosition(Int(declaration.document), node.position)
        }
    }

    func position(_ type: TypeID) -> SourcePosition? { positions(type).first ?? nil }

    func position(_ field: SchemaField) -> SourcePosition {
        SourcePosition(Int(field.declaration.document), node(field).position)
    }

    func position(_ input: SchemaInputValue) -> SourcePosition {
        SourcePosition(Int(input.declaration.document), node(input).position)
    }

    func typePosition(_ field: SchemaField) -> SourcePosition {
        let document = document(field.declaration)
        return SourcePosition(Int(field.declaration.document), document[node(field).type].position)
    }

    func typePosition(_ input: SchemaInputValue) -> SourcePosition {
        let document = document(input.declaration)
        return SourcePosition(Int(input.declaration.document), document[node(input).type].position)
    }

    func defaultPosition(_ input: SchemaInputValue) -> SourcePosition? {
        node(input).defaultValue.id.map {
            SourcePosition(Int(input.declaration.document), document(input.declaration)[$0].position)
        }
    }

    func deprecatedPosition(_ directives: NodeRange<DirectiveNode>, _ number: UInt32) -> SourcePosition? {
        let document = schema.documents[Int(number)]
        return directives.lazy.map { document[$0] }.first { document.isSame($0.name, "deprecated") }
            .map { SourcePosition(Int(number), $0.position) }
    }

    /// Where a type says that it implements an interface.
    func implementsPositions(_ type: TypeID, _ interface: TypeID) -> [SourcePosition] {
        positions(in: type, naming: interface) { $0.interfaces }
    }

    /// Where a union lists a member.
    func memberPositions(_ union: TypeID, _ member: TypeID) -> [SourcePosition] {
        positions(in: union, naming: member) { $0.members }
    }

    private func positions(
        in type: TypeID, naming other: TypeID, _ list: (TypeDefinitionNode) -> NodeRange<NamedTypeNode>
    ) -> [SourcePosition] {
        let wanted = schema.bytes(schema[other].name)
        return declarations(type).flatMap { declaration -> [SourcePosition] in
            let document = document(declaration)
            let node = document.typeSystem.typeDefinitions[Int(declaration.node)]
            return list(node).map { document[$0] }.filter { document.bytes($0.name) == wanted }
                .map { SourcePosition(Int(declaration.document), $0.position) }
        }
    }
}
