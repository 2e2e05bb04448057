import Lifecycle
import Prelude

/// How the work on one generation goes on this node, for metrics and for the console.
package struct ProjectionStatus: Hashable, Sendable {
    package let generation: Generation
    package internal(set) var stage: GenerationRecord.Stage = .building
    package internal(set) var leaseEpoch: Int64?
    package internal(set) var checkpoint: GlobalPosition = .start
    /// When the newest applied event was recorded.
    package internal(set) var appliedThrough: Timestamp?
    package internal(set) var isLive = false
    package internal(set) var appliedCount = 0
    package internal(set) var batchCount = 0
    package internal(set) var parkedCount = 0
    package internal(set) var consecutiveFailures = 0
    package internal(set) var lastFailure: String?
    package internal(set) var lastProgress: MonotonicTime?

    init(generation: Generation) { self.generation = generation }

    /// How far behind real time the rows are; zero when everything has been applied.
    package func lagSeconds(at now: Timestamp) -> Int64 {
        guard !isLive, let appliedThrough else { return 0 }
        return max(0, (now.microseconds - appliedThrough.microseconds) / 1_000_000)
    }

    mutating func begin(_ record: GenerationRecord, lease: Lease) {
        (stage, leaseEpoch) = (record.stage, lease.epoch)
        (checkpoint, parkedCount) = (record.checkpoint.position, record.parkedCount)
    }

    mutating func note(_ batch: FeedBatch, at now: MonotonicTime) {
        isLive = batch.isLive
        lastProgress = now
    }

    mutating func note(_ commit: ProjectionCommit, applied: Int, parked: Int, _ recorded: Timestamp?) {
        checkpoint = commit.to.position
        appliedThrough = recorded ?? appliedThrough
        appliedCount += applied
        batchCount += 1
        parkedCount = parked
    }

    mutating func note(_ step: ProjectionWorker.Step) {
        switch step {
        case .worked, .idle: (consecutiveFailures, lastFailure) = (0, nil)
        case .unleased: leaseEpoch = nil
        case .failed(let reason):
            consecutiveFailures += 1
            lastFailure = reason
        }
    }
}
