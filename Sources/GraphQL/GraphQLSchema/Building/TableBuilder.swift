import GraphQLLanguage

/// Fills the tables of a schema from definitions, leaving out what names something that does not exist.
///
/// While it runs, a `TypeID` is the index of a `TypeEntry`: built-in types first, then those of the SDL. The schema's
/// order, in which a built-in scalar follows the first type that uses it, is known only at the end; then all ids are
/// replaced at once.
struct TableBuilder {
    var parts: SchemaParts
    var entries: [TypeEntry] = []
    /// Entry indices in the schema's order.
    var order: [Int] = []
    private var entryBySymbol = SymbolMap()
    private var built: [SchemaType?] = []
    /// The entries that the SDL defines, built-in ones that it defines again among them, in its order.
    private var listed: [Int] = []
    private var hasTooManyTypes = false
    /// Directive arguments and default literals that wait until every type is known.
    var pending = PendingValues()
    var incompleteDirectives: Set<DirectiveID> = []
    var faults = FaultList()
    private let codecs: ScalarCodecs
    private let passesOverBuiltInTypes: Bool
    /// Whether the SDL defines directives of the specification in its own way.
    private(set) var redefinesDirectives = false

    init(
        _ documents: [Document], capabilities: SchemaCapabilities, codecs: ScalarCodecs, symbols: SymbolTable,
        passesOverBuiltInTypes: Bool
    ) {
        self.passesOverBuiltInTypes = passesOverBuiltInTypes
        parts = SchemaParts(documents: documents, capabilities: capabilities)
        parts.symbols = symbols
        self.codecs = codecs
    }

    mutating func fill() {
        redefinesDirectives = parts.documents.dropFirst().contains { document in
            document.typeSystem.directiveDefinitions.contains { node in
                document.isSame(node.name, "specifiedBy") || document.isSame(node.name, "deprecated")
            }
        }
        collectTypes()
        built = Array(repeating: nil, count: entries.count)
        for index in entries.indices where entries[index].origin != .sdl { build(index) }
        for index in listed {
            place(index)
            if entries[index].origin == .sdl { build(index) }
            placeReferences(of: index)
        }
        buildDirectives()
        if let root = parts.symbols.find("__Schema").flatMap({ entryBySymbol[$0] }) { place(root) }
        buildSchemaDefinition()
        finish()
    }

    func entry(named name: Symbol) -> Int? { entryBySymbol[name] }

    func builtType(at index: Int) -> SchemaType? { built[index] }

    mutating func symbol(_ name: Name, _ document: Int) -> Symbol {
        parts.documents[document].source.bytes.withUnsafeBufferPointer { bytes in
            parts.symbols.intern(UnsafeBufferPointer(rebasing: bytes[name.range]))
        }
    }

    /// Puts decoded text into the pool.
    mutating func text(_ value: OptionalNodeID<ValueNode>, _ document: Int) -> Text? {
        guard let id = value.id else { return nil }
        return pool(parts.documents[document].stringBytes(of: id))
    }

    mutating func pool(_ bytes: [UInt8]) -> Text {
        let offset = parts.text.count
        parts.text.append(contentsOf: bytes)
        return Text(offset: UInt32(truncatingIfNeeded: offset), count: UInt32(truncatingIfNeeded: bytes.count))
    }
}

// Collecting: which types there are, and which definitions belong to each.
extension TableBuilder {
    private mutating func collectTypes() {
        for (number, document) in parts.documents.enumerated() {
            for definition in document.definitions {
                guard case .type(let id) = definition, !document[id].isExtension else { continue }
                collect(id, document, number)
            }
        }
        for (number, document) in parts.documents.enumerated().dropFirst() {
            for definition in document.definitions {
                guard case .type(let id) = definition, document[id].isExtension else { continue }
                let name = symbol(document[id].name, number)
                guard let index = entryBySymbol[name], entries[index].origin == .sdl,
                    entries[index].kind == TypeKind(document[id].kind)
                else { continue }
                entries[index].extensions.append(Declaration(document: number, node: id.index))
            }
        }
    }

    private mutating func collect(_ id: NodeID<TypeDefinitionNode>, _ document: Document, _ number: Int) {
        if number == 0, document.isSame(document[id].name, "__Meta") { return }
        let name = symbol(document[id].name, number)
        if let known = entryBySymbol[name] {
            guard number > 0, entries[known].origin != .sdl else { return }
            refuse(document[id], as: entries[known], number)
            if !entries[known].isListed {
                entries[known].isListed = true
                listed.append(known)
            }
            return
        }
        guard entries.count < SchemaLimits.typesMax + BuiltInDefinitions.typeNames.count else {
            if !hasTooManyTypes {
                faults.report(
                    "SchemaLimits", "A schema may have \(SchemaLimits.typesMax) types at most.",
                    at: [SourcePosition(number, document[id].position)])
            }
            hasTooManyTypes = true
            return
        }
        let kind = TypeKind(document[id].kind)
        let origin: SchemaType.Origin = number > 0 ? .sdl : kind == .scalar ? .builtInScalar : .introspection
        entryBySymbol[name] = entries.count
        if number > 0 { listed.append(entries.count) }
        entries.append(
            TypeEntry(
                name: name, kind: kind, origin: origin,
                definition: Declaration(document: number, node: id.index), isListed: number > 0))
    }
}

extension TableBuilder {
    /// A definition of a built-in type. A scalar may be spelled out: nothing changes by it.
    private mutating func refuse(_ node: TypeDefinitionNode, as entry: TypeEntry, _ document: Int) {
        guard !passesOverBuiltInTypes, entry.kind != .scalar || node.kind != .scalar else { return }
        let name = parts.symbols.string(entry.name)
        faults.report(
            "UniqueTypeNames", "Type '\(name)' is built in and cannot be defined.",
            at: [SourcePosition(document, node.position)])
    }
}

// Placing: the order of the reference, which lists types as the SDL does and built-in ones after their first use.
extension TableBuilder {
    private mutating func place(_ index: Int) {
        guard entries[index].place == nil else { return }
        entries[index].place = order.count
        order.append(index)
        if entries[index].origin == .introspection { placeReferences(of: index) }
    }

    /// Limit: recursion ends with the thirteen built-in types.
    private mutating func placeReferences(of index: Int) {
        guard let type = built[index] else { return }
        for place in type.interfaces.range { self.place(unlisted: parts.typeLists[place]) }
        for place in type.possibleTypes.range { self.place(unlisted: parts.typeLists[place]) }
        for field in type.fields {
            place(unlisted: parts.fields[Int(field.index)].type.named)
            for argument in parts.fields[Int(field.index)].arguments {
                place(unlisted: parts.inputValues[Int(argument.index)].type.named)
            }
        }
        for field in type.inputFields { place(unlisted: parts.inputValues[Int(field.index)].type.named) }
    }

    mutating func place(unlisted type: TypeID) {
        let index = Int(type.index)
        if !entries[index].isListed { place(index) }
    }
}

// Building one type.
extension TableBuilder {
    private mutating func build(_ index: Int) {
        let entry = entries[index]
        let declarations = [entry.definition] + entry.extensions
        let id = TypeID(index: UInt32(truncatingIfNeeded: index))
        let definition = parts.documents[Int(entry.definition.document)].typeSystem.typeDefinitions[
            Int(entry.definition.node)]
        var build = MemberBuilder(owner: id)
        for declaration in declarations { build.addDirectives(declaration, to: &self) }
        for declaration in declarations { build.add(declaration, to: &self) }
        if build.leftOut { entries[index].isIncomplete = true }
        let first = parts.declarations.count
        parts.declarations += declarations
        let description = text(definition.description, Int(entry.definition.document))
        built[index] = SchemaType(
            name: entry.name, kind: entry.kind, origin: entry.origin, description: description,
            fields: store(build.fields), inputFields: store(build.inputFields), enumValues: store(build.enumValues),
            interfaces: store(build.interfaces), possibleTypes: store(build.members),
            directives: build.directives, specifiedByURL: build.specifiedByURL,
            isOneOf: build.isOneOf, codec: codec(of: entry),
            abstractRow: TypeRelations.noRow,
            declarations: DeclarationList(
                first: UInt32(truncatingIfNeeded: first), count: UInt32(truncatingIfNeeded: declarations.count)))
    }

    private func codec(of entry: TypeEntry) -> ScalarCodec {
        entry.kind == .scalar
            ? codecs.codec(of: entry.origin, named: parts.symbols.string(entry.name)) : .passThrough
    }

    private mutating func store(_ fields: [SchemaField]) -> IDRange<FieldID> {
        defer { parts.fields += fields }
        return IDRange(first: parts.fields.count, count: fields.count)
    }

    mutating func store(_ values: [SchemaInputValue]) -> IDRange<InputValueID> {
        defer { parts.inputValues += values }
        return IDRange(first: parts.inputValues.count, count: values.count)
    }

    private mutating func store(_ values: [SchemaEnumValue]) -> IDRange<EnumValueID> {
        defer { parts.enumValues += values }
        return IDRange(first: parts.enumValues.count, count: values.count)
    }

    private mutating func store(_ types: [TypeID]) -> TypeList {
        defer { parts.typeLists += types }
        return TypeList(
            first: UInt32(truncatingIfNeeded: parts.typeLists.count), count: UInt32(truncatingIfNeeded: types.count))
    }
}
