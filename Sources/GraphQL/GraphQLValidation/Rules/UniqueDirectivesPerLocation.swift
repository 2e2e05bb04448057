import GraphQLLanguage
import GraphQLSchema

/// A directive that is not repeatable stands only once in one place.
///
/// Spec: 5.7.3 Directives Are Unique per Location.
enum UniqueDirectivesPerLocation {
    static func check(_ directives: NodeRange<DirectiveNode>, _ context: ValidationContext) {
        guard directives.count > 1 else { return }
        context.marks.clear()
        for id in directives {
            guard let definition = context.directive(id), !context.schema[definition].isRepeatable else { continue }
            let node = context.document[id]
            let name = context.names.directives[Int(id.index)]
            guard let first = context.marks[name] else {
                context.marks[name] = node.position
                continue
            }
            context.report(
                .uniqueDirectivesPerLocation,
                "The directive '@\(context.string(node.name))' can only be used once at this location.",
                at: [first, node.position])
        }
    }
}
