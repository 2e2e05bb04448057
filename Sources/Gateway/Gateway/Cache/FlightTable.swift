import GraphQLPlanning
import Prelude

/// Who waits for which read.
final class FlightTable: Sendable {
    enum Outcome: Sendable {
        case read(KeptRead)
        case failed(LoadResult)
        /// Nobody will bring anything.
        case nothing
    }

    typealias Follower = @Sendable (Outcome) -> Void

    private struct Waiting {
        let number: UInt64
        var followers: [Follower] = []
    }

    private struct State {
        var lastNumber: UInt64 = 0
        var waiting: [CacheKey: Waiting] = [:]

        mutating func begin(_ key: CacheKey) -> UInt64 {
            lastNumber &+= 1
            waiting[key] = Waiting(number: lastNumber)
            return lastNumber
        }
    }

    private let state = Lock(State())

    var count: Int { state.withLock { $0.waiting.count } }

    /// The number of a new flight; nil if one is under way already, whose outcome the follower is told.
    func join(_ key: CacheKey, _ follower: @escaping Follower) -> UInt64? {
        state.withLock { state in
            guard state.waiting[key] == nil else {
                state.waiting[key]?.followers.append(follower)
                return nil
            }
            return state.begin(key)
        }
    }

    /// The number of a new flight; nil if one is under way already.
    func begin(_ key: CacheKey) -> UInt64? {
        state.withLock { state in state.waiting[key] == nil ? state.begin(key) : nil }
    }

    /// Those who have waited.
    func end(_ key: CacheKey, _ number: UInt64) -> [Follower] {
        state.withLock { state in
            guard let waiting = state.waiting[key], waiting.number == number else { return [] }
            state.waiting[key] = nil
            return waiting.followers
        }
    }
}
