import ContextKit
import EventSourcing
import GraphQLLanguage
import GraphQLPlanning
import Networking

/// A subscription that begins with a query's result: the state at a position, and then every event after it.
///
/// ```
/// running the query ──the state at P──▶ told ──▶ events after P
///      ▲ │ changed meanwhile
///      └─┘
/// ```
// Safe because every member is used on the loop only.
final class InitialResult: LiveRun, @unchecked Sendable {
    /// Limit: runs in search of a result that is the state at one position.
    private static let runsMax = 8

    private let runs: any LiveQueryRuns
    private let changes: LiveChanges
    private let isExpired: (@Sendable () -> Bool)?
    private let follow: (Cursor, consuming LiveSeat) -> any LiveRun
    private var seat: LiveSeat?
    private var sink: (any LiveSink)?
    private var run: (any LiveRun)?
    private var runCount = 0

    /// `follow` begins the events after the position of the first result.
    init(
        _ runs: any LiveQueryRuns, _ changes: LiveChanges, seat: consuming LiveSeat,
        isExpired: (@Sendable () -> Bool)?, sink: any LiveSink,
        follow: @escaping (Cursor, consuming LiveSeat) -> any LiveRun
    ) {
        (self.runs, self.changes, self.isExpired, self.follow) = (runs, changes, isExpired, follow)
        self.seat = consume seat
        self.sink = sink
    }

    func begin() { runOnce(atLeast: .start) }

    func cancel() {
        sink = nil
        seat = nil
        run?.cancel()
        run = nil
    }

    private func runOnce(atLeast position: GlobalPosition) {
        runCount += 1
        var isOver = false
        let started = runs.run(atLeast: position) { [weak self] outcome in
            isOver = true
            self?.ran(outcome)
        }
        if !isOver, sink != nil { run = started }
    }

    private func ran(_ outcome: LiveQueryOutcome) {
        run = nil
        guard let sink else { return }
        switch outcome {
        case .unrun(let answer): end { $0.answered(answer) }
        case .found(let result) where result.hasErrors:
            // Why the end: events mean nothing to a client that has no state to apply them to.
            end { $0.answered(GraphQLService.Answer(outcome: .partial, body: result.body)) }
        case .found(let result):
            let isExact =
                result.isTold && result.tags.count <= LiveChanges.tagsMax
                && changes.isUnchanged(result.tags, since: result.cursor.position)
            guard isExact || !result.isTold || runCount >= Self.runsMax else { return runOnce(atLeast: result.end) }
            tell(result, isExact: isExact, sink)
        }
    }

    private func tell(_ result: LiveQueryResult, isExact: Bool, _ sink: any LiveSink) {
        if let isExpired, isExpired() {
            return end { $0.failed(LiveFailure(.unauthenticated, "The token has expired.")) }
        }
        let bytes = LiveQueryText.payload(result, patch: nil, isExact: isExact, isInitial: true)
        sink.next(LivePayload(bytes, at: result.cursor))
        // Why looked at: telling may have found that the client is gone.
        guard self.sink != nil, let seat = seat.take() else { return }
        run = follow(result.cursor, seat)
    }

    private func end(_ tell: (any LiveSink) -> Void) {
        guard let sink else { return }
        cancel()
        tell(sink)
    }
}

extension LiveService {
    /// The query whose result a subscription begins with; nil if it begins with events.
    func initialRequest(_ asked: LiveRequest) throws(LiveRefusal) -> LiveRequest? {
        let suggests = graphQL.limits.suggests
        guard let input = try asked.operation.input(of: "initial", asked.request, suggests: suggests) else {
            return nil
        }
        var request = asked.request
        request.operationName = input.text("operation").map { Array($0.utf8)[...] }
        let first = try prepare(request, asked.options, asked.visitor)
        guard first.operation.kind == .query else {
            throw LiveRefusal(ErrorBody.list(.badUserInput, "`@initial` must name a query of the document."))
        }
        return first
    }
}
