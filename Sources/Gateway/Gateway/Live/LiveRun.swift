import EventSourcing
import GraphQLLanguage
import GraphQLPlanning
import Networking

/// Something that runs for a client until it is over or the client wants no more of it.
package protocol LiveRun: AnyObject {
    /// Stops the work; the sink hears nothing more. Call it on the loop.
    func cancel()
}

extension LiveMember: LiveRun {}
extension WaveDriver: LiveRun {}

extension LiveService {
    /// Begins an operation of any kind; its results are told to the sink, perhaps before this returns.
    func begin(
        _ operation: PreparedOperation, _ request: GraphQLRequest, _ options: RequestOptions, _ visitor: Visitor,
        resumeAfter: Cursor?, on loop: EventLoop, sink: any LiveSink
    ) throws(LiveRefusal) -> (any LiveRun)? {
        switch operation.kind {
        case .subscription:
            return try subscribe(
                operation, request, options, visitor, resumeAfter: resumeAfter, on: loop, sink: sink)
        case .query, .mutation:
            return graphQL.run(operation, request, options, viewer: visitor.viewer, from: visitor.peer, on: loop) {
                sink.answered($0)
            }
        }
    }
}
