import GraphQLPlanning
import GraphQLSchema
import JSON

// Leaves that were read from JSON.
extension Renderer {
    mutating func leaf(_ codec: ScalarCodec, field: Int, document: JSONDocument, node: JSONDocument.Index) -> Bool {
        switch codec {
        case .int, .float, .string, .boolean, .id:
            guard let complaint = BuiltInLeaves.write(LeafValue(document, node), as: codec, to: &out) else {
                return true
            }
            return fail(complaint, field: field)
        case .passThrough, .long, .decimal, .microUSD, .dateTime, .date, .duration, .uuid, .emailAddress, .json,
            .cursor:
            out.put(document.text(node))
            return true
        }
    }

    mutating func enumValue(field: Int, document: JSONDocument, node: JSONDocument.Index) -> Bool {
        let type = plan.fields[field].type.named
        if document.nodes[node].isString, let name = schema.symbol(document.bytes(node)),
            schema.enumValue(named: name, of: type) != nil
        {
            out.putString(document.bytes(node))
            return true
        }
        return fail(
            "Enum '\(schema.name(of: type))' cannot represent value: \(JSONInspection.text(node, in: document))",
            field: field)
    }
}
