import GraphQLLanguage

/// No two arguments of a field or directive have the same name.
///
/// Spec: 5.4.2 Argument Uniqueness.
enum UniqueArgumentNames {
    static func check(_ arguments: NodeRange<ArgumentNode>, _ context: ValidationContext) {
        for group in Repetitions.groups(context.names.arguments[arguments.arrayRange], context) {
            let names = group.map { context.document[arguments[$0]].name }
            context.report(
                .uniqueArgumentNames, "There can be only one argument named '\(context.string(names[0]))'.",
                at: names.map(\.offset))
        }
    }
}
