import EventSourcing
import GraphQLPlanning
import Prelude

/// What one request carries to its loads, and what the loads tell about themselves on the way.
package final class RequestScope: RequestContext, Sendable {
    package let viewer: Viewer
    package let services: ContextServices
    /// Every read model that the request reads must have reached this position.
    package let atLeast: GlobalPosition
    package let now: Timestamp
    package let trace: TraceContext?
    /// The command id that the client chose; the commands of a request derive theirs from it.
    package let command: CommandID?
    package let expectedVersion: Int64?
    private let notes = Lock(ReadNotes())

    package init(
        viewer: Viewer, services: ContextServices, atLeast: GlobalPosition, now: Timestamp, trace: TraceContext?,
        command: CommandID? = nil, expectedVersion: Int64? = nil
    ) {
        (self.viewer, self.services, self.atLeast, self.now) = (viewer, services, atLeast, now)
        (self.trace, self.command, self.expectedVersion) = (trace, command, expectedVersion)
    }

    /// Notes that a load read a read model which had at least reached the position, and what it depends on.
    package func noteRead(of model: ProjectionName, at position: GlobalPosition, tags: [ChangeTag]) {
        notes.withLock { $0.add(model, position, tags) }
    }

    /// Notes the position of a command's last event: a read behind it in the same request must include it.
    package func noteWrite(at position: GlobalPosition) {
        notes.withLock { $0.written = max($0.written ?? position, position) }
    }

    package var readNotes: ReadNotes { notes.withLock { $0 } }
}

/// What the loads of a request have told.
package struct ReadNotes: Sendable {
    /// For each read model the lowest position at which it was read.
    package private(set) var positions: [(model: ProjectionName, position: GlobalPosition)] = []
    package private(set) var tags: [ChangeTag] = []
    package fileprivate(set) var written: GlobalPosition?

    /// The position that the whole answer is true at; nil if nothing was read.
    package var asOf: GlobalPosition? { positions.map(\.position).min() }

    fileprivate mutating func add(_ model: ProjectionName, _ position: GlobalPosition, _ newTags: [ChangeTag]) {
        if let index = positions.firstIndex(where: { $0.model == model }) {
            positions[index].position = min(positions[index].position, position)
        } else {
            positions.append((model, position))
        }
        tags += newTags
    }
}
