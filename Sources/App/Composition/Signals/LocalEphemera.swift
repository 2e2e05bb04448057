import ContextKit
import EventSourcing
import Lifecycle
import Prelude

/// Signals and what is remembered for a while, within one process: for a node without others.
final class LocalEphemera: Ephemera {
    private struct Kept {
        let value: String
        let until: MonotonicTime
    }

    private struct State {
        var kept: [String: Kept] = [:]
        var listeners: [@Sendable (Signal) -> Void] = []
    }

    /// Limit: texts that are remembered at once; beyond it what is new is not.
    private static let keysMax = 100_000

    private let clock: any Clock
    private let state = Lock(State())

    init(clock: any Clock) { self.clock = clock }

    func tell(_ signal: Signal) {
        for listener in state.withLock({ $0.listeners }) { listener(signal) }
    }

    func listen(_ body: @escaping @Sendable (Signal) -> Void) {
        state.withLock { $0.listeners.append(body) }
    }

    func keep(_ key: String, _ value: String, for duration: Duration) async {
        let now = clock.now
        state.withLock { state in
            if state.kept.count >= Self.keysMax, state.kept[key] == nil {
                state.kept = state.kept.filter { $0.value.until > now }
                guard state.kept.count < Self.keysMax else { return }
            }
            state.kept[key] = Kept(value: value, until: now + duration)
        }
    }

    func drop(_ key: String) async { state.withLock { $0.kept[key] = nil } }

    func kept(_ keys: [String]) async -> [String?] {
        let now = clock.now
        return state.withLock { state in
            keys.map { key in state.kept[key].flatMap { $0.until > now ? $0.value : nil } }
        }
    }
}
