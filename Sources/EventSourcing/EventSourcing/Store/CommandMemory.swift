/// What a store remembers of commands besides their events: that an id was used, and what came of it.
///
/// Invariant: what is forgotten are outcomes only; no event ever goes with them.
package protocol CommandMemory: Sendable {
    /// Forgets the outcomes of commands up to a position of the log, the oldest first and at most so many.
    ///
    /// Returns how many it were. An id that has been forgotten takes effect again when it comes again.
    func forgetCommands(through position: GlobalPosition, limit: Int) async throws(EventStoreError) -> Int
}
