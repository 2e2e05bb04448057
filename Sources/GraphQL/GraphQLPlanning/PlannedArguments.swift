import GraphQLLanguage
import GraphQLSchema

/// The arguments of one field: settled when planning, or to be coerced once a request because variables take part.
package struct PlannedArguments: Sendable {
    package let field: FieldID
    package let node: NodeID<SelectionNode>
    /// The values, if no variable takes part and they are sound.
    package let constant: CoercedArguments?
}
