import GraphQLLanguage

/// There is a query type; root types are objects, and no two of them are the same.
///
/// Spec: 3.3.1 Root Operation Types.
struct RootTypes {
    static let name: StaticString = "RootTypes"

    func check(_ context: inout TypeSystemContext) {
        let schema = context.schema
        if schema.queryType == nil, !context.hadFaults {
            let definition = schema.hasSchemaDefinition ? schema.schemaDeclarations.first : nil
            let position = definition.map { declaration in
                let node = context.document(declaration).typeSystem.schemas[Int(declaration.node)]
                return SourcePosition(Int(declaration.document), node.position)
            }
            context.report(Self.name, "Query root type must be provided.", at: [position])
        }
        var uses: [(type: TypeID, kinds: [OperationKind])] = []
        for kind in OperationKind.allCases {
            guard let root = schema.rootType(for: kind) else { continue }
            if schema[root].kind != .object {
                report(root, as: kind, &context)
            } else if let index = uses.firstIndex(where: { $0.type == root }) {
                uses[index].kinds.append(kind)
            } else {
                uses.append((root, [kind]))
            }
        }
        for use in uses where use.kinds.count > 1 {
            let kinds = WordList.and(use.kinds.map { "\($0.keyword)" })
            context.report(
                Self.name,
                "All root types must be different, '\(context.name(use.type))' type is used as \(kinds) root types.",
                at: use.kinds.map { position(of: $0, context) })
        }
    }

    private func report(_ root: TypeID, as kind: OperationKind, _ context: inout TypeSystemContext) {
        let (noun, condition) =
            switch kind {
            case .query: ("Query", "")
            case .mutation: ("Mutation", " if provided")
            case .subscription: ("Subscription", " if provided")
            }
        context.report(
            Self.name,
            "\(noun) root type must be Object type\(condition), it cannot be \(context.name(root)).",
            at: [position(of: kind, context) ?? context.position(root)])
    }

    /// Where the schema definition or an extension of it names the type.
    private func position(of kind: OperationKind, _ context: TypeSystemContext) -> SourcePosition? {
        for declaration in context.schema.schemaDeclarations {
            let document = context.document(declaration)
            for id in document.typeSystem.schemas[Int(declaration.node)].operationTypes
            where document[id].kind == kind {
                return SourcePosition(Int(declaration.document), document[id].type.offset)
            }
        }
        return nil
    }
}
