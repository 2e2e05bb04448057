import ContextKit
import EventSourcing
import Lifecycle
import Networking

/// How far the log and the read models are on this node, for live queries.
package struct LiveModels: Sendable {
    let changes: LiveChanges
    let tailer: Tailer
    let progress: ReadModelProgress
    /// Whether this node has been told of every change of a read model up to where it is known to be.
    let isTold: @Sendable (ProjectionName) -> Bool

    package init(
        _ changes: LiveChanges, tailer: Tailer, progress: ReadModelProgress,
        isTold: @escaping @Sendable (ProjectionName) -> Bool
    ) {
        (self.changes, self.tailer, self.progress, self.isTold) = (changes, tailer, progress, isTold)
    }

    /// The end of the log as far as this node has read it; no projection of this node is further.
    var head: Cursor { tailer.status.cursor ?? Cursor(epoch: LogEpoch(1), position: .start) }
}

/// Runs an operation of a client as a live query.
struct OperationRuns: LiveQueryRuns {
    let asked: LiveRequest
    let graphQL: GraphQLService
    let models: LiveModels
    let loop: EventLoop

    func run(atLeast position: GlobalPosition, _ done: @escaping (LiveQueryOutcome) -> Void) -> (any LiveRun)? {
        let head = models.head
        var options = asked.options
        // Why not told: they would make each result differ from the last.
        (options.wantsFreshness, options.wantsCost) = (false, false)
        // Why not beyond the head: a log that was restored has begun again, and never reaches where it was.
        let reached = min(position, head.position)
        if reached > options.token?.position ?? .start { options.token = Cursor(epoch: head.epoch, position: reached) }
        return graphQL.run(
            asked.operation, asked.request, options, viewer: asked.visitor.viewer, from: asked.visitor.peer,
            trace: asked.visitor.trace, on: loop
        ) { answer in
            guard let notes = answer.notes else { return done(.unrun(answer)) }
            settle(answer, notes, head, done)
        }
    }

    func horizon(of result: LiveQueryResult) -> Cursor {
        let head = models.head
        let position = result.models.map { models.progress.position(of: $0) }.min() ?? head.position
        return Cursor(epoch: head.epoch, position: min(position, head.position))
    }

    /// Waits until each change that a read can have included has been noted, because only then can it be seen whether
    /// one came while the query ran.
    ///
    /// A projection commits first and notes its change next; a read between the two has what nobody has heard of. What
    /// it has lies before the end of the log as it is now, and once its projection says that it is there, it is noted.
    private func settle(
        _ answer: GraphQLService.Answer, _ notes: ReadNotes, _ begin: Cursor,
        _ done: @escaping (LiveQueryOutcome) -> Void
    ) {
        let names = notes.models.map(\.identity.name)
        let end = models.head
        let found = LiveQueryResult(
            body: answer.body, hasErrors: answer.outcome != .answered, tags: Set(notes.tags), models: names,
            cursor: Cursor(
                epoch: begin.epoch, position: notes.models.map(\.position).min() ?? begin.position),
            end: end.position, isTold: !notes.isUnwatched && names.allSatisfy(models.isTold))
        let isThere = names.allSatisfy { models.progress.position(of: $0) >= end.position }
        guard found.isTold, !isThere else { return done(.found(found)) }
        let deadline = graphQL.clock.now + graphQL.limits.consistencyWait
        let waiting = Waiting(found, done)
        Task(executorPreference: loop) { [models] in
            let verdict = await models.progress.waitUntil(names, reached: end, deadline: deadline)
            // Why again: that a read model of another node is there may be known before what it has changed.
            waiting.end(isTold: verdict == .reached && names.allSatisfy(models.isTold))
        }
    }
}

/// A result that waits for the read models to reach the end of the log as it was.
// Safe because it is made, and ended, on the loop.
private final class Waiting: @unchecked Sendable {
    private var result: LiveQueryResult
    private let done: (LiveQueryOutcome) -> Void

    init(_ result: LiveQueryResult, _ done: @escaping (LiveQueryOutcome) -> Void) {
        (self.result, self.done) = (result, done)
    }

    func end(isTold: Bool) {
        result.isTold = isTold
        done(.found(result))
    }
}
