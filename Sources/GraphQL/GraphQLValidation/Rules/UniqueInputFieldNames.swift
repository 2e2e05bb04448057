import GraphQLLanguage

/// No two fields of an input object literal have the same name.
///
/// Spec: 5.6.3 Input Object Field Uniqueness.
enum UniqueInputFieldNames {
    static func check(_ id: NodeID<ValueNode>, _ context: ValidationContext) {
        let value = context.document[id]
        for item in value.items { check(item, context) }
        guard !value.fields.isEmpty else { return }
        let names = context.names.objectFields[value.fields.arrayRange]
        let firsts = Repetitions.groups(names, context).reduce(into: [Int: Int]()) { firsts, group in
            for place in group.dropFirst() { firsts[place] = group[0] }
        }
        for (place, id) in value.fields.enumerated() {
            let field = context.document[id]
            if let first = firsts[place] {
                context.report(
                    .uniqueInputFieldNames,
                    "There can be only one input field named '\(context.string(field.name))'.",
                    at: [context.document[value.fields[first]].name.offset, field.name.offset])
            }
            check(field.value, context)
        }
    }
}
