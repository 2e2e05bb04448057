/// How long to wait before connecting again: longer each time, never the same for two nodes.
///
/// Why full jitter: after a restart of Redis a hundred nodes would otherwise come back in the same millisecond.
package struct RedisBackoff: Sendable {
    package static let shortest = Duration.milliseconds(20)
    package static let longest = Duration.seconds(5)

    private var ceiling = RedisBackoff.shortest

    package init() {}

    /// The next delay: between half and all of a ceiling that doubles with each call.
    package mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let half = ceiling / 2
        let share = Double.random(in: 0...1, using: &generator)
        defer { ceiling = min(ceiling * 2, Self.longest) }
        return half + half * share
    }

    /// A connection has worked.
    package mutating func reset() { ceiling = Self.shortest }
}
