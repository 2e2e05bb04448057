import GraphQLLanguage

/// Coerces defaults and the arguments of directives once a schema is known to be valid.
///
/// Invariant: the rules have found that defaults do not need themselves and do not nest too deeply, so this recursion
/// ends; each default is coerced once.
final class ValueCompletion {
    private let schema: Schema
    private var values: [CoercedValue?]

    private init(_ schema: Schema) {
        self.schema = schema
        values = Array(repeating: nil, count: schema.inputValues.count)
    }

    /// Puts the values into the tables.
    static func complete(_ parts: inout SchemaParts, _ uses: [PendingValues.Use]) {
        let completion = ValueCompletion(Schema(parts))
        for index in parts.inputValues.indices where parts.inputValues[index].hasDefault {
            let id = InputValueID(index: UInt32(truncatingIfNeeded: index))
            guard let value = completion.defaultValue(of: id) else { continue }
            parts.inputValues[index].defaultIndex = UInt32(truncatingIfNeeded: parts.defaults.count)
            parts.defaults.append(value)
        }
        let schema = Schema(parts)
        parts.appliedDirectives = uses.map { applied($0, schema) }
    }

    private func defaultValue(of id: InputValueID) -> CoercedValue? {
        if let value = values[Int(id.index)] { return value }
        let input = schema[id]
        let document = schema.documents[Int(input.declaration.document)]
        let node = document.typeSystem.inputValues[Int(input.declaration.node)]
        guard let literal = node.defaultValue.id else { return nil }
        let coercion = LiteralCoercion(schema, document, defaults: { [unowned self] in defaultValue(of: $0) })
        let value = coercion.value(literal, as: input.type)
        values[Int(id.index)] = value
        return value
    }

    private static func applied(_ use: PendingValues.Use, _ schema: Schema) -> AppliedDirective {
        let document = schema.documents[use.document]
        let node = document[use.node]
        guard let name = schema.symbol(document.bytes(node.name)), let directive = schema.directive(named: name) else {
            return AppliedDirective(directive: DirectiveID(index: 0), name: .typename, arguments: .none)
        }
        let arguments = try? schema.coerceArguments(
            node.arguments, of: schema[directive].arguments, in: document, variables: .none, position: node.position)
        return AppliedDirective(directive: directive, name: name, arguments: arguments ?? .none)
    }
}
