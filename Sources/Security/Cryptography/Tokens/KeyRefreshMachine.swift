import Prelude

/// Decides when a set of keys is fetched again from its address.
///
/// Invariant: one fetch at a time, and none sooner than the shortest interval after the last began. Why: otherwise a
/// stream of tokens with invented key names turns every request into a fetch. Keys that are there stay in use whatever
/// becomes of a fetch. One that has failed is tried again soon, each time later, and at the latest after that interval.
package struct KeyRefreshMachine: Sendable {
    /// What the owner has to do now.
    package enum Action: Equatable, Sendable {
        case fetch
        case nothing
    }

    package static let shortestInterval: Int64 = 60_000_000
    package static let usualInterval: Int64 = 600_000_000

    private var lastBegun: Timestamp?
    private var isFetching = false
    private var failures = 0

    package init() {}

    /// A token named a key that is not in the set.
    package mutating func unknownKey(at now: Timestamp) -> Action { begin(at: now, after: Self.shortestInterval) }

    /// Time has passed.
    package mutating func tick(at now: Timestamp) -> Action { begin(at: now, after: Self.usualInterval) }

    /// A fetch has ended, well or badly.
    package mutating func ended(well: Bool = true) {
        isFetching = false
        failures = well ? 0 : min(failures + 1, 6)
    }

    private mutating func begin(at now: Timestamp, after usual: Int64) -> Action {
        guard !isFetching else { return .nothing }
        // 1, 2, 4 … seconds.
        let interval = failures == 0 ? usual : min(1_000_000 << (failures - 1), Self.shortestInterval)
        if let lastBegun, now < lastBegun.advanced(microseconds: interval) { return .nothing }
        (lastBegun, isFetching) = (now, true)
        return .fetch
    }
}
