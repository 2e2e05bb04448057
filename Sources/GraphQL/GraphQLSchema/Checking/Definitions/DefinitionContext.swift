import GraphQLLanguage

/// What the rules on definitions share: the documents, the names as symbols, and the faults.
struct DefinitionContext {
    /// The first document holds the built-in definitions, which no rule visits.
    let documents: [Document]
    var symbols: SymbolTable
    var faults = FaultList()
    /// The last definition of each directive, the built-in ones where the SDL has none.
    private(set) var directives: [Symbol: DirectiveReference] = [:]
    /// The last definition of each type in the SDL, by `typeIndex`.
    private var types: [TypeReference] = []
    private var typeIndex = SymbolMap()
    /// Type names in the order in which they are first defined.
    private(set) var typeNames: [Symbol] = []
    let standardTypes: [Symbol]
    let hidesSuggestions: Bool

    struct DirectiveReference {
        let document: Int
        let node: NodeID<DirectiveDefinitionNode>
    }

    struct TypeReference {
        let document: Int
        let node: NodeID<TypeDefinitionNode>
    }

    init(_ documents: [Document], symbols: SymbolTable, capabilities: SchemaCapabilities, hidesSuggestions: Bool) {
        var symbols = symbols
        standardTypes = BuiltInDefinitions.typeNames.map { name in
            var name = name
            return name.withUTF8 { symbols.intern($0) }
        }
        (self.documents, self.symbols, self.hidesSuggestions) = (documents, symbols, hidesSuggestions)
        for (number, document) in documents.enumerated() {
            for definition in document.definitions {
                switch definition {
                case .type(let node) where number > 0: note(node, number)
                case .directive(let node): note(node, number, capabilities)
                case .operation, .fragment, .schema, .type: break
                }
            }
        }
    }

    private mutating func note(_ node: NodeID<TypeDefinitionNode>, _ document: Int) {
        guard !documents[document][node].isExtension else { return }
        let name = symbol(documents[document][node].name, document)
        let reference = TypeReference(document: document, node: node)
        if let index = typeIndex[name] {
            types[index] = reference
        } else {
            typeIndex[name] = types.count
            types.append(reference)
            typeNames.append(name)
        }
    }

    /// The definition of a type in the SDL, or nil if it has none.
    func type(named name: Symbol) -> TypeReference? { typeIndex[name].map { types[$0] } }

    private mutating func note(
        _ node: NodeID<DirectiveDefinitionNode>, _ document: Int, _ capabilities: SchemaCapabilities
    ) {
        guard !documents[document][node].isExtension else { return }
        let name = symbol(documents[document][node].name, document)
        if document == 0, name == .deferDirective || name == .stream,
            !capabilities.contains(.incrementalDelivery)
        {
            return
        }
        directives[name] = DirectiveReference(document: document, node: node)
    }

    /// The symbol of a name in a document.
    mutating func symbol(_ name: Name, _ document: Int) -> Symbol {
        documents[document].source.bytes.withUnsafeBufferPointer { bytes in
            symbols.intern(UnsafeBufferPointer(rebasing: bytes[name.range]))
        }
    }

    func string(_ name: Name, _ document: Int) -> String { documents[document].string(name) }

    func string(_ symbol: Symbol) -> String { symbols.string(symbol) }

    mutating func report(_ rule: StaticString, _ message: String, at positions: [SourcePosition]) {
        faults.report(rule, message, at: positions)
    }

    /// ` Did you mean …?`, unless suggestions are switched off.
    func question(for name: String, among options: @autoclosure () -> [String]) -> String {
        hidesSuggestions || !faults.suggests ? "" : Suggestions.question(for: name, among: options())
    }
}
