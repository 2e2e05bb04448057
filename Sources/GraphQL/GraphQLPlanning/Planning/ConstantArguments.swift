import GraphQLLanguage
import GraphQLSchema

enum ConstantArguments {
    static func coerced(
        of field: FieldID, at node: NodeID<SelectionNode>, document: Document, schema: Schema
    ) -> CoercedArguments? { nil }
}
