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
            if let models, let settings = try watching(asked) {
                return try live(asked, settings, models, on: loop, sink: sink)
            }
            if let answer = graphQL.answerUnbegun(asked) {
                guard answer.refusal == nil else { throw LiveRefusal(response: answer.body) }
                sink.answered(answer)
                return nil
            }
            return try subscribe(asked, on: loop, sink: sink)
        case .query, .mutation:
            if let models,
                let settings = try LiveQuerySettings(
                    asked.operation, asked.request, suggests: graphQL.limits.suggests)
            {
                return try live(asked, settings, models, on: loop, sink: sink)
            }
            let run = AnswerRun(on: loop, sink: sink)
            run.begin(asked, graphQL)
            return run
        }
    }

    private func live(
        _ asked: LiveRequest, _ settings: LiveQuerySettings, _ models: LiveModels, on loop: EventLoop,
        sink: any LiveSink
    ) throws(LiveRefusal) -> LiveQuery {
        let query = LiveQuery(
            OperationRuns(asked: asked, graphQL: graphQL, models: models, loop: loop), models.changes, settings,
            heartbeat: limits.heartbeat, seat: try seats.take(for: asked.visitor.viewer, from: asked.visitor.peer),
            isExpired: asked.visitor.isExpired, on: loop, sink: sink)
        query.begin()
        return query
    }
}
