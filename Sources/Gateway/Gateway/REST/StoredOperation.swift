import GraphQLLanguage
import GraphQLSchema
import GraphQLValidation
import HTTP

/// An operation that the gateway's own files hold and serve as a route, checked against the schema.
package struct StoredOperation: Sendable {
    /// Where the value of a variable comes from.
    enum Place: Hashable, Sendable {
        /// The segment with that number among those in braces.
        case path(Int)
        case query
        /// A member of the body.
        case member
        /// The body itself.
        case body
    }

    struct Variable: Sendable {
        let name: String
        let type: WrappedType
        let place: Place
        let node: VariableDefinitionNode

        /// Whether nothing stands in for it when it is left out.
        var isRequired: Bool { type.isNonNull && node.defaultValue.id == nil }
    }

    /// An object type that says no, with the status of each of its reasons.
    struct Refusal: Sendable {
        let type: TypeID
        let name: [UInt8]
        let reasons: TypeID
        let statuses: [[UInt8]: HTTPStatus]
    }

    let valid: ValidDocument
    let id: NodeID<OperationNode>
    package let name: String
    /// The name of the file without its ending, under which documentation lists it.
    let group: String
    package let method: HTTPMethod
    package let path: PathTemplate
    /// Of an answer that is no refusal.
    let success: HTTPStatus
    let variables: [Variable]
    /// The one field that is the answer.
    let root: NodeID<SelectionNode>
    let rootType: WrappedType
    let refusals: [Refusal]

    var document: Document { valid.document }
    var schema: Schema { valid.schema }
    var isMutation: Bool { document[id].kind == .mutation }
    var description: String? { document.string(of: document[id].description) }
    /// Under which name the answer stands in the response.
    var rootKey: ArraySlice<UInt8> { document.bytes(document[root].responseName) }
}
