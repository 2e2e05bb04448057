import Lifecycle
import Prelude

/// Why the processes of a kind are not moved on, for whoever watches the node.
package struct ProcessFailure: Sendable {
    /// What could not be done.
    package enum Work: Sendable {
        /// Events of the log are not taken in: processes of this kind stand still.
        case inputs
        /// What is due cannot be looked for.
        case search
        /// The next step of one process.
        case step(ProcessID)
    }

    package let kind: ProcessKind
    package let work: Work
    package let error: ProcessError
    /// Failures of this kind of work since the last report, this one included.
    package let count: Int
}

/// Counts failures and lets one through now and then, so that a store that is away does not fill the log.
final class ProcessFailures: Sendable {
    private struct Seen {
        var count = 0
        var reported: MonotonicTime?
    }

    private let kind: ProcessKind
    private let context: ProcessContext
    private let seen = Lock<[String: Seen]>([:])

    init(_ kind: ProcessKind, context: ProcessContext) { (self.kind, self.context) = (kind, context) }

    func note(_ work: ProcessFailure.Work, _ error: ProcessError) {
        let now = context.clock.now
        let count = seen.withLock { seen -> Int? in
            var entry = seen[work.word] ?? Seen()
            entry.count += 1
            defer { seen[work.word] = entry }
            if let reported = entry.reported, now - reported < context.limits.failureReport { return nil }
            entry.reported = now
            defer { entry.count = 0 }
            return entry.count
        }
        guard let count else { return }
        context.failed(ProcessFailure(kind: kind, work: work, error: error, count: count))
    }
}

extension ProcessFailure.Work {
    /// Which failures are counted together.
    package var word: String {
        switch self {
        case .inputs: "inputs"
        case .search: "search"
        case .step: "step"
        }
    }
}
