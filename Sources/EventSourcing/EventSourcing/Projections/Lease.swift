/// The right of one node to advance one generation, until it expires by the store's clock.
///
/// Invariant: every grant raises `epoch`, so a node that was paused past its lease can no longer commit.
package struct Lease: Hashable, Sendable {
    package let generation: Generation
    package let owner: NodeID
    package let epoch: Int64
    /// For how long it was granted, counted from before the request was sent.
    package let milliseconds: Int64

    package init(generation: Generation, owner: NodeID, epoch: Int64, milliseconds: Int64) {
        (self.generation, self.owner, self.epoch, self.milliseconds) = (generation, owner, epoch, milliseconds)
    }
}
