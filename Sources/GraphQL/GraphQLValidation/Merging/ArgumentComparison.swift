import GraphQLLanguage

/// Compares the arguments of fields, whatever the order in which they or the fields of objects are written.
struct ArgumentComparison {
    private let document: Document
    private let names: NameIndex

    init(_ context: ValidationContext) { (document, names) = (context.document, context.names) }

    /// Whether two fields or directives are given the same arguments.
    func areSame(_ left: NodeRange<ArgumentNode>, _ right: NodeRange<ArgumentNode>) -> Bool {
        guard left.count == right.count else { return false }
        if left.start == right.start { return true }
        let isSameOrder = zip(left, right).allSatisfy { number($0) == number($1) }
        if isSameOrder { return zip(left, right).allSatisfy { areSame(document[$0].value, document[$1].value) } }
        let values = right.reduce(into: [:]) { $0[number($1)] = document[$1].value }
        return left.allSatisfy { argument in
            values[number(argument)].map { areSame(document[argument].value, $0) } ?? false
        }
    }

    private func number(_ argument: NodeID<ArgumentNode>) -> NameNumber { names.arguments[Int(argument.index)] }

    /// Limit: recurses as deep as the parser lets literals nest.
    private func areSame(_ left: NodeID<ValueNode>, _ right: NodeID<ValueNode>) -> Bool {
        let (one, other) = (document[left], document[right])
        guard one.kind == other.kind else { return false }
        switch one.kind {
        case .true, .false, .null: return true
        case .variable, .enum: return names.values[Int(left.index)] == names.values[Int(right.index)]
        case .int, .float: return document.isSame(one.text, other.text)
        case .string, .blockString:
            if !one.needsDecoding, !other.needsDecoding { return document.isSame(one.text, other.text) }
            return document.stringBytes(of: left) == document.stringBytes(of: right)
        case .list:
            return one.items.count == other.items.count && zip(one.items, other.items).allSatisfy { areSame($0, $1) }
        case .object:
            guard one.fields.count == other.fields.count else { return false }
            return zip(sorted(one.fields), sorted(other.fields)).allSatisfy { left, right in
                names.objectFields[Int(left.index)] == names.objectFields[Int(right.index)]
                    && areSame(document[left].value, document[right].value)
            }
        }
    }

    /// The fields by name; equal names keep their order.
    private func sorted(_ fields: NodeRange<ObjectFieldNode>) -> [NodeID<ObjectFieldNode>] {
        fields.sorted { left, right in
            let (one, other) = (names.objectFields[Int(left.index)], names.objectFields[Int(right.index)])
            return (one, left.index) < (other, right.index)
        }
    }
}
