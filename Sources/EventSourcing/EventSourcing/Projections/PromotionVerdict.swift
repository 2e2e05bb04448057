/// Whether a generation has become the one that is read.
package enum PromotionVerdict: Hashable, Sendable {
    case promoted
    /// The live generation is further on: nothing was changed.
    case behind(live: Cursor)
    /// The lease is no longer held, or the generation is not being built: nothing was changed.
    case fenced
}
