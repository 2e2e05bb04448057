import Lifecycle

/// Decides whether it is worth asking Redis at all.
///
///     closed ── failures in a row ─► open ── cooling time ─► probing ── success ─► closed
///                                     ▲                         │
///                                     └──────── failure ────────┘   each time twice as long, up to a limit
///
/// Invariant: while open nothing passes; while probing exactly one command is under way.
package struct RedisBreaker: Sendable {
    enum State: Sendable, Equatable {
        case closed(failures: Int)
        case open(until: MonotonicTime)
        case probing
    }

    /// Failures in a row that open it.
    package static let failuresMax = 10
    package static let shortestCooling = Duration.milliseconds(500)
    package static let longestCooling = Duration.seconds(10)

    private(set) var state = State.closed(failures: 0)
    private var cooling = RedisBreaker.shortestCooling

    package init() {}

    package var isOpen: Bool {
        switch state {
        case .closed: false
        case .open, .probing: true
        }
    }

    /// Whether a command may be sent now; the first one after the cooling time is the probe.
    package mutating func allows(at now: MonotonicTime) -> Bool {
        switch state {
        case .closed: return true
        case .probing: return false
        case .open(let until):
            guard now >= until else { return false }
            state = .probing
            return true
        }
    }

    /// A command was answered; an error in the answer is an answer.
    package mutating func succeeded() {
        switch state {
        case .closed, .probing:
            state = .closed(failures: 0)
            cooling = Self.shortestCooling
        case .open: break  // The late answer to a command that was sent before it opened.
        }
    }

    /// A command found no connection, lost it, or got no answer in time.
    package mutating func failed(at now: MonotonicTime) {
        switch state {
        case .closed(let failures) where failures + 1 < Self.failuresMax: state = .closed(failures: failures + 1)
        case .closed: state = .open(until: now + cooling)
        case .probing:
            cooling = min(cooling * 2, Self.longestCooling)
            state = .open(until: now + cooling)
        case .open: break
        }
    }
}
