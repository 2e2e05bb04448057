import Prelude

/// Lets a few nodes run at once.
///
/// Why: every test may run beside every other, and fifty nodes on two cores would test the patience of clients.
final class NodeGate: Sendable {
    static let shared = NodeGate(places: 6)

    private struct State {
        var free: Int
        var waiting: [UnsafeContinuation<Void, Never>] = []
    }

    private let state: Lock<State>

    init(places: Int) { state = Lock(State(free: places)) }

    func enter() async {
        await withUnsafeContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.free == 0 else {
                    state.free -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    func leave() {
        let next = state.withLock { state -> UnsafeContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
