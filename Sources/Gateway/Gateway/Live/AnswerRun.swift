import Networking

/// A query or a mutation on a transport that has several results: its answer, and what was deferred behind it, each
/// payload made when the client has taken those before.
// Safe because every member is used on the loop only.
final class AnswerRun: LiveRun, @unchecked Sendable {
    /// How often a client that is behind is looked at.
    private static let patience = Duration.milliseconds(20)

    private let loop: EventLoop
    private var sink: (any LiveSink)?
    private var driver: WaveDriver?
    private var more: LaterPayloads?

    init(on loop: EventLoop, sink: any LiveSink) { (self.loop, self.sink) = (loop, sink) }

    func begin(_ asked: LiveRequest, _ graphQL: GraphQLService) {
        let started = graphQL.run(
            asked.operation, asked.request, asked.options, viewer: asked.visitor.viewer, from: asked.visitor.peer,
            trace: asked.visitor.trace, inParts: true, on: loop
        ) { [self] in answered($0) }
        if sink != nil { driver = started }
    }

    func cancel() {
        sink = nil
        driver?.cancel()
        more?.cancel()
        (driver, more) = (nil, nil)
    }

    private func answered(_ answer: GraphQLService.Answer) {
        guard let sink else {
            answer.more?.cancel()
            return
        }
        guard let more = answer.more else { return end { $0.answered(answer) } }
        self.more = more
        sink.part(answer.body)
        goOn()
    }

    private func goOn() {
        guard let sink, let more else { return }
        guard sink.canTake else {
            loop.schedule(after: Self.patience) { [weak self] in self?.goOn() }
            return
        }
        more.next { [self] payload, isLast in
            self.sink?.part(payload)
            // Why later: a payload that is there at once would call back into this call.
            if isLast { end { $0.completed() } } else { loop.later { [weak self] in self?.goOn() } }
        }
    }

    private func end(_ tell: (any LiveSink) -> Void) {
        guard let sink else { return }
        (self.sink, driver, more) = (nil, nil, nil)
        tell(sink)
    }
}
