import Prelude

/// What the store knows of a generation, for the runner, for `projections list` and for readers of the live one.
package struct GenerationRecord: Hashable, Sendable {
    package enum Stage: UInt8, Hashable, Sendable {
        /// Catching up beside the live generation; nobody reads it.
        case building = 0
        /// The one that is read.
        case live = 1
        /// Replaced; kept until it is dropped, so that a switch can be taken back.
        case retired = 2
    }

    package let generation: Generation
    /// The version of the projection's code that fills it.
    package let codeVersion: Int32
    package let stage: Stage
    /// Everything up to here is applied or parked.
    package let checkpoint: Cursor
    /// Where the live generation stood when this one was begun; nothing is told of changes while it is being built.
    package let gate: GlobalPosition
    package let isPaused: Bool
    package let owner: NodeID?
    package let leaseEpoch: Int64
    /// By the store's clock, when the record was read.
    package let leaseIsHeld: Bool
    package let parkedCount: Int
    /// When the checkpoint or the heartbeat was last written, by the store's clock.
    package let touched: Timestamp

    package init(
        generation: Generation, codeVersion: Int32, stage: Stage, checkpoint: Cursor, gate: GlobalPosition,
        isPaused: Bool, owner: NodeID?, leaseEpoch: Int64, leaseIsHeld: Bool, parkedCount: Int, touched: Timestamp
    ) {
        (self.generation, self.codeVersion, self.stage) = (generation, codeVersion, stage)
        (self.checkpoint, self.gate, self.isPaused) = (checkpoint, gate, isPaused)
        (self.owner, self.leaseEpoch, self.leaseIsHeld) = (owner, leaseEpoch, leaseIsHeld)
        (self.parkedCount, self.touched) = (parkedCount, touched)
    }
}
