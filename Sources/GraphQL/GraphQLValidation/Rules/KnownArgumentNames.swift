import GraphQLLanguage
import GraphQLSchema

/// An argument is defined by the field or directive that it is given to.
///
/// Spec: 5.4.1 Argument Names.
enum KnownArgumentNames {
    static func check(
        _ id: NodeID<ArgumentNode>, _ definition: InputValueID?, of site: FieldSite, _ context: ValidationContext
    ) {
        guard definition == nil, let field = site.definition, let parent = site.parent else { return }
        let schema = context.schema
        let name = context.string(context.document[id].name)
        let place = "\(schema.name(of: parent)).\(context.string(site.node.name))"
        let suggestion = suggestion(name, schema[field].arguments, context)
        context.report(
            .knownArgumentNames, "Unknown argument '\(name)' on field '\(place)'.\(suggestion)",
            at: [context.document[id].position])
    }

    static func check(_ id: NodeID<DirectiveNode>, _ definition: DirectiveID?, _ context: ValidationContext) {
        guard let definition else { return }
        let (document, schema) = (context.document, context.schema)
        for argument in document[id].arguments {
            let symbol = context.names.symbol(context.names.arguments[Int(argument.index)])
            if symbol.flatMap({ schema.argument(named: $0, of: definition) }) != nil { continue }
            let (name, directive) = (context.string(document[argument].name), context.string(document[id].name))
            let suggestion = suggestion(name, schema[definition].arguments, context)
            context.report(
                .knownArgumentNames, "Unknown argument '\(name)' on directive '@\(directive)'.\(suggestion)",
                at: [document[argument].position])
        }
    }

    private static func suggestion(
        _ name: String, _ arguments: IDRange<InputValueID>, _ context: ValidationContext
    ) -> String {
        guard context.options.suggests else { return "" }
        let schema = context.schema
        let options = arguments.lazy.map { schema.string(schema[$0].name) }
        return Suggestions.question(for: name, among: options)
    }
}
