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
        // Why: the reference looks for the name among the fields of the type around the directive, where the field
        // around a fragment is not, nor a meta-field.
        let isOwn = schema[field].meta == nil && schema[field].parent == parent
        let name = isOwn ? " '\(schema.string(schema[field].name))'" : ""
        context.report(
            .streamDirectiveOnListField,
            "Stream directive cannot be used on non-list field\(name) on type '\(schema.name(of: parent))'.",
            at: [node.position])
    }
}
