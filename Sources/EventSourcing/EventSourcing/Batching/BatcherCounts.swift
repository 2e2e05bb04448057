/// What a batcher has done since it was made.
package struct BatcherCounts: Hashable, Sendable {
    package var batches = 0
    package var appends = 0
    /// Refused because too much was waiting.
    package var refused = 0
    /// Refused because their deadline passed while they waited.
    package var expired = 0
    /// Appends whose commit outcome was unknown at first.
    package var unknown = 0

    package init() {}
}
