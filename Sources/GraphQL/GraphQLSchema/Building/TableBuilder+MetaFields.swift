import GraphQLLanguage

// `__typename`, `__schema` and `__type`: fields like others, but of no type's list.
extension TableBuilder {
    mutating func buildMetaFields() {
        guard let document = parts.documents.first else { return }
        for (index, node) in document.typeSystem.typeDefinitions.enumerated()
        where document.isSame(node.name, "__Meta") {
            var build = MemberBuilder(owner: parts.queryType ?? TypeID(index: 0))
            build.add(Declaration(document: 0, node: UInt32(truncatingIfNeeded: index)), to: &self)
            for field in build.fields {
                let id = FieldID(index: UInt32(truncatingIfNeeded: parts.fields.count))
                parts.fields.append(field.asMetaField)
                switch field.name {
                case .typename: parts.typenameField = id
                case .schemaField: parts.schemaField = id
                case .typeField: parts.typeField = id
                default: break
                }
            }
        }
    }
}
