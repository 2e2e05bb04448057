import JSON

extension JSONLimits {
    /// For what this gateway has written itself: its size is bounded where it is written, and all of it must be read.
    static let ownAnswers = JSONLimits(depth: 1_000, keys: .max, values: .max)
}
