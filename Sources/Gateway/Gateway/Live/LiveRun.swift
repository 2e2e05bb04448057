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
        _ asked: LiveRequest, on loop: EventLoop, sink: any LiveSink
    ) throws(LiveRefusal) -> (any LiveRun)? {
        switch asked.operation.kind {
        case .subscription:
            if let answer = graphQL.answerUnbegun(asked) {
                guard answer.refusal == nil else { throw LiveRefusal(response: answer.body) }
                sink.answered(answer)
                return nil
            }
            return try subscribe(asked, on: loop, sink: sink)
        case .query, .mutation:
            let visitor = asked.visitor
            return graphQL.run(
                asked.operation, asked.request, asked.options, viewer: visitor.viewer, from: visitor.peer,
                trace: visitor.trace, on: loop
            ) { sink.answered($0) }
        }
    }
}
