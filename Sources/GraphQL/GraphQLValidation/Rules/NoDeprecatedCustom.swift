import GraphQLLanguage
import GraphQLSchema

/// Nothing that the document uses is deprecated.
///
/// Spec: none; an offer of the reference to those who look for uses of what they want to remove.
enum NoDeprecatedCustom {
    static func check(_ site: FieldSite, _ context: ValidationContext) {
        guard let field = site.definition.map({ context.schema[$0] }) else { return }
        report("The field \(parent(of: site, context))", field.deprecationReason, at: site.node.position, context)
    }

    static func check(
        _ id: NodeID<ArgumentNode>, _ definition: InputValueID?, of site: FieldSite, _ context: ValidationContext
    ) {
        guard let definition else { return }
        let argument = context.document[id]
        let coordinate = "\(parent(of: site, context))(\(context.string(argument.name)):)"
        report(
            "The argument '\(coordinate)'", context.schema[definition].deprecationReason, at: argument.name.offset,
            context)
    }

    static func check(
        _ id: NodeID<ArgumentNode>, _ definition: InputValueID?, of directive: NodeID<DirectiveNode>,
        _ context: ValidationContext
    ) {
        guard let definition else { return }
        let argument = context.document[id]
        let coordinate = "@\(context.string(context.document[directive].name))(\(context.string(argument.name)):)"
        report(
            "The argument '\(coordinate)'", context.schema[definition].deprecationReason, at: argument.name.offset,
            context)
    }

    /// Enum values and input fields in a literal, whether or not it is of the type.
    ///
    /// Limit: recurses as deep as the parser lets literals nest.
    static func check(_ id: NodeID<ValueNode>, _ type: TypeID?, _ context: ValidationContext) {
        guard let type else { return }
        let value = context.document[id]
        switch value.kind {
        case .list: for item in value.items { check(item, type, context) }
        case .object: for field in value.fields { check(field, of: type, context) }
        case .enum:
            guard let definition = context.schema.enumValue(named: context.document.bytes(value.text), of: type) else {
                return
            }
            report(
                "The enum value '\(context.schema.name(of: type)).\(context.document.string(value.text))'",
                context.schema[definition].deprecationReason, at: value.position, context)
        case .variable, .int, .float, .string, .blockString, .true, .false, .null: break
        }
    }

    private static func check(_ id: NodeID<ObjectFieldNode>, of type: TypeID, _ context: ValidationContext) {
        let (schema, node) = (context.schema, context.document[id])
        guard let input = schema.inputField(named: context.document.bytes(node.name), of: type) else { return }
        report(
            "The input field \(schema.name(of: type)).\(context.string(node.name))", schema[input].deprecationReason,
            at: node.position, context)
        check(node.value, schema[input].type.named, context)
    }

    private static func parent(of site: FieldSite, _ context: ValidationContext) -> String {
        let name = context.string(site.node.name)
        return site.parent.map { "\(context.schema.name(of: $0)).\(name)" } ?? name
    }

    private static func report(_ what: String, _ reason: Text?, at position: UInt32, _ context: ValidationContext) {
        guard let reason else { return }
        context.report(
            .noDeprecatedCustom, "\(what) is deprecated. \(context.schema.string(reason))", at: [position])
    }
}
