import EventSourcing
import Prelude

/// What writers were told by a store, to be compared afterwards with what it holds.
package final class History: Sendable {
    /// What a writer knows of one append.
    package enum Answer: Sendable {
        case result(AppendResult)
        /// Refused before it was tried.
        case refused
        /// The answer was lost: it may or may not have been stored.
        case unknown
    }

    private let entries = Lock<[(append: Append, answer: Answer)]>([])

    package init() {}

    package func note(_ append: Append, _ answer: Answer) {
        entries.withLock { $0.append((append, answer)) }
    }

    package func note(_ append: Append, _ result: AppendResult) { note(append, .result(result)) }

    package var all: [(append: Append, answer: Answer)] { entries.withLock { $0 } }

    /// How many appends were acknowledged as stored.
    package var acknowledged: Int {
        all.count { entry in
            if case .result(.appended) = entry.answer { true } else { false }
        }
    }
}
