import ContextKit
import EventSourcing
import Networking

/// What a live query runs again and again.
protocol LiveQueryRuns {
    /// Runs once, on reads that include everything up to the position; calls back on the loop, perhaps at once.
    func run(atLeast position: GlobalPosition, _ done: @escaping (LiveQueryOutcome) -> Void) -> (any LiveRun)?

    /// Up to where every change of what the result has read has been noted by now.
    func horizon(of result: LiveQueryResult) -> Cursor
}

/// How a run of a live query ended.
enum LiveQueryOutcome {
    case found(LiveQueryResult)
    /// It was not run, because it is too dear or comes too soon.
    case unrun(GraphQLService.Answer)
}

/// What one run of a live query has found.
struct LiveQueryResult: Sendable {
    /// `data`, perhaps `errors`, and nothing else.
    let body: [UInt8]
    let hasErrors: Bool
    /// What it depends on.
    let tags: Set<ChangeTag>
    let models: [ProjectionName]
    /// Every read included everything up to here.
    let cursor: Cursor
    /// By then every change that a read can have included had been noted.
    let end: GlobalPosition
    /// Whether this node is told of all changes of what was read.
    var isTold: Bool
}

/// What a live query needs of the loop of its client.
protocol LiveLoop: Sendable {
    func execute(_ body: @escaping @Sendable () -> Void)
    func schedule(after delay: Duration, _ body: @escaping () -> Void) -> TimerID
    func cancel(_ timer: TimerID)
}

extension EventLoop: LiveLoop {}
