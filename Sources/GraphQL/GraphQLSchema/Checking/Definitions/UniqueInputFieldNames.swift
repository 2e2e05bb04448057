import GraphQLLanguage

/// An input object literal has each field once.
///
/// Spec: 5.6.3 Input Object Field Uniqueness.
struct UniqueInputFieldNames {
    static let name: StaticString = "UniqueInputFieldNames"
    private var seen: [[Symbol: SourcePosition]] = []

    mutating func enterObject() { seen.append([:]) }
    mutating func leaveObject() { _ = seen.popLast() }

    mutating func enter(_ node: ObjectFieldNode, _ document: Int, _ context: inout DefinitionContext) {
        let name = context.symbol(node.name, document)
        let position = SourcePosition(document, node.name.offset)
        guard let first = seen.last?[name] else {
            seen[seen.count - 1][name] = position
            return
        }
        context.report(
            Self.name, "There can be only one input field named '\(context.string(name))'.",
            at: [first, position])
    }
}
