import GraphQLLanguage

// The schema definition: root types, description and directives.
extension TableBuilder {
    mutating func buildSchemaDefinition() {
        var hasDefinition = false
        for (number, document) in parts.documents.enumerated().dropFirst() {
            for definition in document.definitions {
                guard case .schema(let id) = definition else { continue }
                let node = document[id]
                let declaration = Declaration(document: number, node: id.index)
                if node.isExtension || hasDefinition {
                    parts.schemaDeclarations.append(declaration)
                } else {
                    parts.schemaDeclarations.insert(declaration, at: 0)
                    hasDefinition = true
                }
            }
        }
        parts.hasSchemaDefinition = hasDefinition
        for declaration in parts.schemaDeclarations { add(declaration) }
        guard !hasDefinition else { return }
        for (name, kind) in [
            (Symbol.query, OperationKind.query), (.mutation, .mutation), (.subscription, .subscription),
        ] {
            if let index = entry(named: name), entries[index].origin == .sdl { setRoot(kind, index) }
        }
    }

    private mutating func add(_ declaration: Declaration) {
        let number = Int(declaration.document)
        let node = parts.documents[number].typeSystem.schemas[Int(declaration.node)]
        if parts.description == nil { parts.description = text(node.description, number) }
        parts.schemaDirectives = pending.extend(parts.schemaDirectives, by: node.directives, number)
        for id in node.operationTypes {
            let operationType = parts.documents[number][id]
            let name = symbol(operationType.type, number)
            guard let index = entry(named: name) else {
                parts.hasUnknownRoot = true
                continue
            }
            setRoot(operationType.kind, index)
        }
    }

    private mutating func setRoot(_ kind: OperationKind, _ index: Int) {
        let id = TypeID(index: UInt32(truncatingIfNeeded: index))
        switch kind {
        case .query: parts.queryType = id
        case .mutation: parts.mutationType = id
        case .subscription: parts.subscriptionType = id
        }
        place(unlisted: id)
    }
}
