import ContextKit
import EventSourcing
import Lifecycle

/// Answers the contexts' questions about positions from the node's tailer and projections.
struct NodePositions: ReadModelPositions {
    let progress: ReadModelProgress
    let tailer: Tailer
    let models: [ReadModelIdentity]

    var head: Cursor {
        tailer.status.cursor ?? Cursor(epoch: LogEpoch(1), position: .start)
    }

    func cursor(of model: ProjectionName) -> Cursor? { progress.cursor(of: model) }

    func wait(
        for model: ProjectionName, at cursor: Cursor, until deadline: MonotonicTime
    ) async -> ReadModelArrival {
        switch await progress.waitUntil([model], reached: cursor, deadline: deadline) {
        case .reached: .reached
        case .resync: .resync
        case .lagging, .cancelled: .lagging
        }
    }
}
