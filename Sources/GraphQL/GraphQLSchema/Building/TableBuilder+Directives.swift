import GraphQLLanguage

// Directive definitions: those of the SDL in its order, then the specified ones that it does not define itself.
extension TableBuilder {
    /// The directives of the specification, which printing leaves out.
    private static let specified: [Symbol] = [.include, .skip, .deprecated, .specifiedBy, .oneOf]

    mutating func buildDirectives() {
        var extensions: [Symbol: [Declaration]] = [:]
        var definitions: [Declaration] = []
        for number in parts.documents.indices {
            for definition in parts.documents[number].definitions {
                guard case .directive(let id) = definition else { continue }
                let declaration = Declaration(document: number, node: id.index)
                if parts.documents[number][id].isExtension {
                    extensions[symbol(parts.documents[number][id].name, number), default: []].append(declaration)
                } else {
                    definitions.append(declaration)
                }
            }
        }
        let builtIn = definitions.filter { $0.document == 0 }
        var seen: Set<Symbol> = []
        for declaration in definitions.filter({ $0.document > 0 }) + builtIn {
            let number = Int(declaration.document)
            let node = parts.documents[number].typeSystem.directiveDefinitions[Int(declaration.node)]
            let name = symbol(node.name, number)
            guard isOffered(name, by: number), seen.insert(name).inserted else { continue }
            build(node, named: name, declaration, extensions[name] ?? [])
        }
    }

    private func isOffered(_ name: Symbol, by document: Int) -> Bool {
        document > 0 || parts.capabilities.contains(.incrementalDelivery)
            || (name != .deferDirective && name != .stream)
    }

    private mutating func build(
        _ node: DirectiveDefinitionNode, named name: Symbol, _ declaration: Declaration, _ extensions: [Declaration]
    ) {
        let number = Int(declaration.document)
        let id = DirectiveID(index: UInt32(truncatingIfNeeded: parts.directives.count))
        let arguments = node.arguments.compactMap { inputValue($0, of: .directive(id), number) }
        if arguments.count < node.arguments.count { incompleteDirectives.insert(id) }
        for argument in arguments { place(unlisted: argument.type.named) }
        let locations = node.locations.map { parts.documents[number][$0].location }
        var uses = pending.extend(.empty, by: node.directives, number)
        var reason = deprecationReason(node.directives, number)
        for other in extensions {
            let home = Int(other.document)
            let more = parts.documents[home].typeSystem.directiveDefinitions[Int(other.node)].directives
            uses = pending.extend(uses, by: more, home)
            reason = reason ?? deprecationReason(more, home)
        }
        parts.directives.append(
            SchemaDirective(
                name: name, description: text(node.description, number),
                locations: DirectiveLocations(locations.map { DirectiveLocations($0) }), locationOrder: locations,
                isRepeatable: node.isRepeatable, arguments: store(arguments),
                deprecationReason: reason, directives: uses, isSpecified: Self.specified.contains(name),
                declaration: declaration))
    }
}
