import GraphQLLanguage
import GraphQLSchema

/// Arguments that no request can change are coerced when planning.
enum ConstantArguments {
    /// The values; nil if a variable takes part, or if they are not sound, which then shows at every request.
    static func coerced(
        of field: FieldID, at node: NodeID<SelectionNode>, document: Document, schema: Schema
    ) -> CoercedArguments? {
        let selection = document[node]
        guard !selection.arguments.contains(where: { hasVariable(document[$0].value, document) }) else { return nil }
        do throws(CoercionFault) {
            return try schema.coerceArguments(
                selection.arguments, of: schema[field].arguments, in: document, variables: .none,
                position: selection.position)
        } catch {
            return nil
        }
    }

    /// Looks through lists and objects with a stack of its own.
    private static func hasVariable(_ id: NodeID<ValueNode>, _ document: Document) -> Bool {
        var open = [id]
        while let next = open.popLast() {
            let value = document[next]
            switch value.kind {
            case .variable: return true
            case .list: open += value.items
            case .object: open += value.fields.map { document[$0].value }
            case .int, .float, .string, .blockString, .true, .false, .null, .enum: break
            }
        }
        return false
    }
}
