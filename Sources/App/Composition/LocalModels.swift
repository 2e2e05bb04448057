import EventSourcing
import Prelude

/// The read models whose projections run on this node, so that it is told of each of their changes.
final class LocalModels: Sendable {
    /// How often the set is compared with what runs; far shorter than a lease, which another node must wait for.
    static let interval = Duration.milliseconds(100)

    private let names = Lock<Set<ProjectionName>>([])

    func contains(_ name: ProjectionName) -> Bool { names.withLock { $0.contains(name) } }

    /// True if another read model has come here, whose earlier changes nobody has told this node.
    func update(_ statuses: [ProjectionStatus]) -> Bool {
        let running = Set(
            statuses.filter { $0.leaseEpoch != nil && $0.stage == .live }.map(\.generation.projection))
        return names.withLock { names in
            defer { names = running }
            return !running.isSubset(of: names)
        }
    }
}
