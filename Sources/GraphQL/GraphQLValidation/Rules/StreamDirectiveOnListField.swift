import GraphQLLanguage
import GraphQLSchema

/// Only lists are streamed.
///
/// Spec: draft, Stream Directives Are Used On List Fields.
enum StreamDirectiveOnListField {
    static func check(_ node: DirectiveNode, on site: FieldSite?, _ context: ValidationContext) {
        guard context.document.isSame(node.name, "stream"), let site, let parent = site.parent,
            let field = site.definition, !context.schema[field].type.isList
        else { return }
        let schema = context.schema
        // Why: the reference finds the name among the parent's own fields, where the meta-fields are not.
        let name = schema[field].meta == nil ? " '\(schema.string(schema[field].name))'" : ""
        context.report(
            .streamDirectiveOnListField,
            "Stream directive cannot be used on non-list field\(name) on type '\(schema.name(of: parent))'.",
            at: [node.position])
    }
}
