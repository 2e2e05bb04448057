import GraphQLLanguage

/// A directive or field is given each argument once.
///
/// Spec: 5.4.2 Argument Uniqueness.
struct UniqueArgumentNames {
    static let name: StaticString = "UniqueArgumentNames"

    func enter(_ arguments: NodeRange<ArgumentNode>, _ document: Int, _ context: inout DefinitionContext) {
        guard arguments.count > 1 else { return }
        let names = arguments.map { context.documents[document][$0].name }
        let symbols = names.map { context.symbol($0, document) }
        for group in RepeatedNames.groups(symbols) {
            context.report(
                Self.name, "There can be only one argument named '\(context.string(symbols[group[0]]))'.",
                at: group.map { SourcePosition(document, names[$0].offset) })
        }
    }
}
