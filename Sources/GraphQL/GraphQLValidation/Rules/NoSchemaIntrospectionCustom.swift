import GraphQLLanguage
import GraphQLSchema

/// No field gives a type of introspection.
///
/// Spec: none; an offer of the reference to those who hide their schema.
enum NoSchemaIntrospectionCustom {
    static func check(_ site: FieldSite, _ context: ValidationContext) {
        guard let type = site.type, context.schema[type.named].origin == .introspection else { return }
        context.report(
            .noSchemaIntrospectionCustom,
            "GraphQL introspection has been disabled, but the requested query contained the field "
                + "'\(context.string(site.node.name))'.", at: [site.node.position])
    }
}
