import EventSourcing
import Gateway
import Lifecycle

/// Looks from time to time whether this node still knows of every change of each read model: no notice comes of
/// notices that do not come.
struct ModelWatch: Sendable {
    /// Limit: how long live queries may rely on notices that have ceased.
    static let interval = Duration.milliseconds(100)

    private let names: [ProjectionName]
    private let knowledge: ModelKnowledge
    private let host: ProjectionHost
    private let changes: LiveChanges
    private let broadcast: ChangeBroadcast?
    private let clock: any Clock

    init(
        _ names: [ProjectionName], knowledge: ModelKnowledge, host: ProjectionHost, changes: LiveChanges,
        broadcast: ChangeBroadcast?, clock: any Clock
    ) {
        (self.names, self.knowledge, self.host) = (names, knowledge, host)
        (self.changes, self.broadcast, self.clock) = (changes, broadcast, clock)
    }

    func run() async throws {
        var complete: Set<ProjectionName> = []
        var reminded = clock.now
        while true {
            let now = Set(names.filter { knowledge.complete($0) != nil })
            // Why a second look: between a commit and its notice every read model is behind for a moment.
            let lost = complete.subtracting(now).subtracting(names.filter { knowledge.complete($0) != nil })
            if !lost.isEmpty { changes.noteGap() }
            complete = now
            if clock.now - reminded >= ChangeBroadcast.interval {
                broadcast?.remind(of: kept)
                reminded = clock.now
            }
            try await clock.sleep(for: Self.interval)
        }
    }

    /// The read models whose projections run on this node.
    private var kept: Set<ProjectionName> {
        Set(host.statuses.filter { $0.leaseEpoch != nil && $0.stage == .live }.map(\.generation.projection))
    }
}
