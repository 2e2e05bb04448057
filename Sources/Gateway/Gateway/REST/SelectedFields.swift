import GraphQLLanguage
import GraphQLSchema
import GraphQLValidation

/// The fields that an operation selects of one object type, by their names in the response, in order.
struct SelectedFields {
    struct Field {
        let key: String
        let name: Name
        var selections: [NodeRange<SelectionNode>]
        /// Whether it may be left out, because a condition says so.
        var isConditional: Bool
    }

    private(set) var fields: [Field] = []
    private let type: TypeID
    private let valid: ValidDocument

    init(of type: TypeID, _ selections: NodeRange<SelectionNode>..., in valid: ValidDocument) {
        self.init(of: type, selections, in: valid)
    }

    init(of type: TypeID, _ selections: [NodeRange<SelectionNode>], in valid: ValidDocument) {
        (self.type, self.valid) = (type, valid)
        for range in selections { add(range, isConditional: false) }
    }

    /// Whether the field is in every answer, under its own name.
    func hasAlways(_ name: String) -> Bool {
        fields.contains { $0.key == name && valid.document.string($0.name) == name && !$0.isConditional }
    }

    /// Limit: as deep as the parser lets selections nest; a valid document's fragments make no circle.
    private mutating func add(_ range: NodeRange<SelectionNode>, isConditional: Bool) {
        let (document, schema) = (valid.document, valid.schema)
        for id in range {
            let selection = document[id]
            let isConditional =
                isConditional
                || selection.directives.contains {
                    document.isSame(document[$0].name, "skip") || document.isSame(document[$0].name, "include")
                }
            switch selection.kind {
            case .field: add(selection, isConditional)
            case .inlineFragment:
                guard selection.name.isAbsent || isMet(document.bytes(selection.name), schema) else { continue }
                add(selection.selections, isConditional: isConditional)
            case .fragmentSpread:
                guard let fragment = valid.fragment(of: id).map({ document[$0] }),
                    isMet(document.bytes(fragment.typeCondition), schema)
                else { continue }
                add(fragment.selections, isConditional: isConditional)
            }
        }
    }

    private func isMet(_ condition: ArraySlice<UInt8>, _ schema: Schema) -> Bool {
        schema.type(named: condition).map { schema.isSubtype(type, of: $0) } ?? false
    }

    private mutating func add(_ selection: SelectionNode, _ isConditional: Bool) {
        let key = valid.document.string(selection.responseName)
        guard let known = fields.firstIndex(where: { $0.key == key }) else {
            fields.append(
                Field(
                    key: key, name: selection.name, selections: [selection.selections], isConditional: isConditional))
            return
        }
        fields[known].selections.append(selection.selections)
        fields[known].isConditional = fields[known].isConditional && isConditional
    }
}
