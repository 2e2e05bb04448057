import Database
import EventSourcing
import GraphQLPlanning
import JSON
import Lifecycle
import Prelude

/// What one request carries to its loads, and what the loads tell about themselves on the way.
package final class RequestScope: RequestContext, Sendable {
    package let viewer: Viewer
    package let services: ContextServices
    /// Every read model that the request reads must have reached this place; nil takes what is there.
    package let atLeast: Cursor?
    package let deadline: MonotonicTime
    /// Until when reads wait for their read model, and whether they then take what is there.
    package let consistencyDeadline: MonotonicTime
    package let allowsStale: Bool
    package let trace: TraceContext?
    /// The command id that the client chose.
    package let command: CommandID?
    private let notes = Lock(ReadNotes())

    package init(
        viewer: Viewer, services: ContextServices, atLeast: Cursor? = nil, deadline: MonotonicTime,
        consistencyDeadline: MonotonicTime? = nil, allowsStale: Bool = false, trace: TraceContext? = nil,
        command: CommandID? = nil
    ) {
        (self.viewer, self.services, self.atLeast, self.deadline) = (viewer, services, atLeast, deadline)
        self.consistencyDeadline = consistencyDeadline ?? deadline
        (self.allowsStale, self.trace, self.command) = (allowsStale, trace, command)
    }

    /// Notes that a load read a read model which had at least reached the position, and what it depends on.
    package func noteRead(
        of model: ReadModelIdentity, at position: GlobalPosition, tags: [ChangeTag], keptUntil: MonotonicTime? = nil
    ) {
        notes.withLock { $0.add(model, position, tags, keptUntil) }
    }

    /// Notes why the client is told no more than that something failed inside.
    package func noteFault(_ text: @autoclosure () -> String) {
        notes.withLock { notes in
            if notes.faults.count < ReadNotes.faultsMax { notes.faults.append(text()) }
        }
    }

    /// Notes what the log is to know of statements that failed; clients learn no more than a code.
    func noteFaults(of results: [QueryResult], in coordinate: String) {
        for case .failure(let error) in results { noteFault("\(coordinate): \(error)") }
    }

    /// Notes that an answer depends on something of which no change is ever told, such as how far the node is.
    package func noteUnwatched() {
        notes.withLock { $0.isUnwatched = true }
    }

    /// Notes that a read model had not reached what was asked for and was read all the same.
    package func noteStale() {
        notes.withLock { $0.isStale = true }
    }

    /// Notes that something was turned away because too much waits already, and after how many milliseconds to ask
    /// again.
    func noteOverload(_ failure: PublicFailure) {
        guard failure.code == "OVERLOADED" else { return }
        let wait = failure.details.first { $0.name == "retryAfterMs" }.flatMap { Int($0.value.text) } ?? 1_000
        notes.withLock { $0.overloadedFor = max($0.overloadedFor ?? 0, wait) }
    }

    /// Notes where the log stood after a command: a read behind it in the same request must include it.
    package func noteWrite(at cursor: Cursor) {
        notes.withLock { notes in
            // Why: a command that was sent before answers with where it stood then, which may be further back.
            if let written = notes.written, written.position >= cursor.position { return }
            notes.written = cursor
        }
    }

    /// The places that reads must include: what the client asked for and what the request itself has written.
    package var required: [Cursor] {
        let written = notes.withLock { $0.written }
        guard let atLeast else { return written.map { [$0] } ?? [] }
        guard let written else { return [atLeast] }
        guard atLeast.epoch == written.epoch else { return [atLeast, written] }
        return [atLeast.position > written.position ? atLeast : written]
    }

    /// The id of the next command. The first has the client's own; others are derived, in the order of the document,
    /// so that sending the whole request again repeats each of them.
    package func nextCommandID() -> CommandID {
        let place = notes.withLock { notes in
            defer { notes.commandCount += 1 }
            return notes.commandCount
        }
        guard let command else { return services.newCommandID() }
        return place == 0 ? command : CommandID.derived(from: "next", command.description, String(place))
    }

    package var readNotes: ReadNotes { notes.withLock { $0 } }
}

/// What the loads of a request have told.
package struct ReadNotes: Sendable {
    /// For each read model the lowest position at which it was read.
    package private(set) var models: [(identity: ReadModelIdentity, position: GlobalPosition)] = []
    /// What the loads depend on.
    package private(set) var tags: [ChangeTag] = []
    package fileprivate(set) var written: Cursor?
    package fileprivate(set) var isStale = false
    /// Whether some of the answer may change without any tag of it changing.
    package fileprivate(set) var isUnwatched = false
    /// After how many milliseconds to ask again for what was turned away; nil if nothing was.
    package fileprivate(set) var overloadedFor: Int?
    /// What failed inside, for the log and never for the client; the first few.
    package fileprivate(set) var faults: [String] = []
    /// When the first of the kept answers among the reads expires; nil if none was kept.
    package private(set) var keptUntil: MonotonicTime?
    fileprivate var commandCount = 0
    /// Limit: faults of one request that are kept.
    fileprivate static let faultsMax = 4

    package init() {}

    fileprivate mutating func add(
        _ model: ReadModelIdentity, _ position: GlobalPosition, _ newTags: [ChangeTag], _ expires: MonotonicTime?
    ) {
        tags += newTags
        if let expires { keptUntil = min(expires, keptUntil ?? expires) }
        if let index = models.firstIndex(where: { $0.identity == model }) {
            models[index].position = min(models[index].position, position)
        } else {
            models.append((model, position))
        }
    }
}
