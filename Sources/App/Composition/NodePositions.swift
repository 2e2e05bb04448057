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

    func position(of model: ProjectionName) -> GlobalPosition { progress.position(of: model) }

    func wait(
        for model: ProjectionName, at position: GlobalPosition, until deadline: MonotonicTime
    ) async -> Bool {
        let target = Cursor(epoch: progress.cursor(of: model)?.epoch ?? head.epoch, position: position)
        switch await progress.waitUntil([model], reached: target, deadline: deadline) {
        case .reached: return true
        case .lagging, .resync, .cancelled: return false
        }
    }
}
