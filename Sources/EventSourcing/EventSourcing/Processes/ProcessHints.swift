import Lifecycle
import Prelude

/// Processes of which this node knows that they have something to do now; forgetting one costs only time.
final class ProcessHints: Sendable {
    private struct State {
        var waiting: [ProcessID] = []
        var known: Set<ProcessID> = []
        /// Being worked on; not handed out twice.
        var taken: Set<ProcessID> = []
        var latest: Timestamp?
        var isOwner = false
    }

    /// Limit: hints kept; more are found by looking at what is due.
    static let countMax = 10_000

    private let state = Lock(State())
    let signal = WakeSignal()

    func add(_ id: ProcessID) {
        state.withLock { state in
            guard state.waiting.count < Self.countMax, state.known.insert(id).inserted else { return }
            state.waiting.append(id)
        }
        signal.set()
    }

    /// The next process that nobody works on.
    func take() -> ProcessID? {
        state.withLock { state in
            guard let index = state.waiting.firstIndex(where: { !state.taken.contains($0) }) else { return nil }
            let id = state.waiting.remove(at: index)
            state.known.remove(id)
            state.taken.insert(id)
            return id
        }
    }

    /// Whether this node has the lease of the kind's inputs: only it performs steps, so that no two nodes perform one.
    var isOwner: Bool { state.withLock { $0.isOwner } }

    func own(_ isOwner: Bool) {
        let hasBegun = state.withLock { state in
            defer { state.isOwner = isOwner }
            return isOwner && !state.isOwner
        }
        if hasBegun { signal.set() }
    }

    /// The latest time known, with what is passed; nil before the first.
    func latest(_ time: Timestamp) -> Timestamp? {
        state.withLock { state in
            state.latest = state.latest.map { max($0, time) }
            return state.latest
        }
    }

    func begin(_ time: Timestamp) -> Timestamp {
        state.withLock { state in
            state.latest = time
            return time
        }
    }

    func giveBack(_ id: ProcessID) {
        state.withLock { _ = $0.taken.remove(id) }
        signal.set()
    }
}
