import GraphQLLanguage

/// No two operations have the same name.
///
/// Spec: 5.2.2.1 Operation Name Uniqueness.
struct UniqueOperationNames {
    private var known: [NameNumber: Name] = [:]

    mutating func check(_ id: NodeID<OperationNode>, _ context: ValidationContext) {
        let name = context.document[id].name
        guard !name.isAbsent else { return }
        let number = context.names.operations[Int(id.index)]
        guard let first = known[number] else {
            known[number] = name
            return
        }
        context.report(
            .uniqueOperationNames, "There can be only one operation named '\(context.string(name))'.",
            at: [first.offset, name.offset])
    }
}
