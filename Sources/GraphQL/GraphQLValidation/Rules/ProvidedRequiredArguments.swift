import GraphQLLanguage
import GraphQLSchema

/// Every required argument is given.
///
/// Spec: 5.4.3 Required Arguments.
enum ProvidedRequiredArguments {
    static func check(_ site: FieldSite, _ context: ValidationContext) {
        guard let field = site.definition else { return }
        let schema = context.schema
        for input in schema[field].arguments
        where schema[input].isRequired && !isGiven(schema[input].name, site.node.arguments, context) {
            let isMeta = site.type.map { schema[$0.named].origin == .introspection } ?? false
            let owner = isMeta ? "<meta>." : site.parent.map { "\(schema.name(of: $0))." } ?? ""
            report("\(owner)\(context.string(site.node.name))", input, site.node.position, context)
        }
    }

    static func check(_ id: NodeID<DirectiveNode>, _ definition: DirectiveID?, _ context: ValidationContext) {
        guard let definition else { return }
        let (node, schema) = (context.document[id], context.schema)
        for input in schema[definition].arguments
        where schema[input].isRequired && !isGiven(schema[input].name, node.arguments, context) {
            report("@\(context.string(node.name))", input, node.position, context)
        }
    }

    private static func isGiven(
        _ name: Symbol, _ arguments: NodeRange<ArgumentNode>, _ context: ValidationContext
    ) -> Bool {
        arguments.contains { context.names.symbol(context.names.arguments[Int($0.index)]) == name }
    }

    private static func report(
        _ place: String, _ input: InputValueID, _ position: UInt32, _ context: ValidationContext
    ) {
        let schema = context.schema
        let (name, type) = (schema.string(schema[input].name), schema.string(schema[input].type))
        context.report(
            .providedRequiredArguments,
            "Argument '\(place)(\(name):)' of type '\(type)' is required, but it was not provided.", at: [position])
    }
}
