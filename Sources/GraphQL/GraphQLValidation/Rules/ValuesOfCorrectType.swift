import GraphQLLanguage
import GraphQLSchema

/// A literal is a value of the type of its position.
///
/// Spec: 5.6.1 Values of Correct Type, 5.6.2 Input Object Field Names, 5.6.4 Input Object Required Fields.
enum ValuesOfCorrectType {
    static func check(_ id: NodeID<ValueNode>, _ type: WrappedType, _ context: ValidationContext) {
        if isPlainlyRight(id, type, context) { return }
        // Why: one more than can be reported, so that the report ends with the sentence that says there are more.
        let faults = context.schema.faults(
            in: id, of: context.document, as: type, suggests: context.options.suggests,
            atMost: context.options.errorsMax + 1)
        for fault in faults { context.report(.valuesOfCorrectType, fault.message, at: [fault.position]) }
    }

    /// True for a literal that is right at first sight, which nearly all are; false says nothing.
    ///
    /// Why: coercion, which knows all reasons, builds values and messages; this looks at kinds and names only.
    /// Limit: recurses as deep as the parser lets literals nest.
    private static func isPlainlyRight(
        _ id: NodeID<ValueNode>, _ type: WrappedType, _ context: ValidationContext
    ) -> Bool {
        let value = context.document[id]
        if value.kind == .variable { return true }
        if value.kind == .null { return !type.isNonNull }
        if let item = type.item {
            if value.kind != .list { return isPlainlyRight(id, item, context) }
            return value.items.allSatisfy { isPlainlyRight($0, item, context) }
        }
        switch context.schema[type.named].kind {
        case .enum:
            let symbol = context.names.symbol(context.names.values[Int(id.index)])
            return value.kind == .enum
                && symbol.flatMap { context.schema.enumValue(named: $0, of: type.named) } != nil
        case .inputObject: return isPlainlyRight(value, type.named, context)
        case .scalar: return isPlainlyRight(value, context.schema[type.named].codec)
        case .object, .interface, .union: return false
        }
    }

    private static func isPlainlyRight(_ value: ValueNode, _ codec: ScalarCodec) -> Bool {
        switch codec {
        case .int: value.kind == .int && value.text.length <= 9
        case .float: value.kind == .int && value.text.length <= 100
        case .string: value.isString
        case .boolean: value.isBoolean
        case .id: value.isString || value.kind == .int
        case .passThrough, .json, .long, .decimal, .microUSD, .dateTime, .date, .duration, .uuid, .emailAddress,
            .cursor:
            false
        }
    }

    private static func isPlainlyRight(_ value: ValueNode, _ type: TypeID, _ context: ValidationContext) -> Bool {
        let (schema, names) = (context.schema, context.names)
        // Limit: looking for each required field among those written is quadratic.
        guard value.kind == .object, !schema[type].isOneOf, value.fields.count <= 32 else { return false }
        func symbol(_ field: NodeID<ObjectFieldNode>) -> Symbol? { names.symbol(names.objectFields[Int(field.index)]) }
        let hasRequired = schema[type].inputFields.allSatisfy { input in
            !schema[input].isRequired || value.fields.contains { symbol($0) == schema[input].name }
        }
        return hasRequired
            && value.fields.allSatisfy { field in
                guard let input = symbol(field).flatMap({ schema.inputField(named: $0, of: type) }) else {
                    return false
                }
                return isPlainlyRight(context.document[field].value, schema[input].type, context)
            }
    }
}
