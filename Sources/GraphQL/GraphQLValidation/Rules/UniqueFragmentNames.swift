import GraphQLLanguage

/// No two fragments have the same name.
///
/// Spec: 5.5.1.1 Fragment Name Uniqueness.
struct UniqueFragmentNames {
    private var known: [NameNumber: Name] = [:]

    mutating func check(_ id: NodeID<FragmentNode>, _ context: ValidationContext) {
        let name = context.document[id].name
        let number = context.names.fragments[Int(id.index)]
        guard let first = known[number] else {
            known[number] = name
            return
        }
        context.report(
            .uniqueFragmentNames, "There can be only one fragment named '\(context.string(name))'.",
            at: [first.offset, name.offset])
    }
}
