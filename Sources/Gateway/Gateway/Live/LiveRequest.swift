import ContextKit
import EventSourcing
import GraphQLPlanning
import Networking

/// An operation that was found, with everything that it is begun with, whatever the transport.
struct LiveRequest: Sendable {
    let operation: PreparedOperation
    let request: GraphQLRequest
    let options: RequestOptions
    let visitor: Visitor
}

/// Who is connected, and whether they still may be.
struct Visitor: Sendable {
    let viewer: Viewer
    let peer: IPAddress?
    /// The trace that the client's request was made in.
    var trace: TraceContext?
    let isExpired: (@Sendable () -> Bool)?
}
