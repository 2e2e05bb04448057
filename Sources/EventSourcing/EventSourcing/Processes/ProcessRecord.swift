import JSON
import Lifecycle
import Prelude

/// Everything a process remembers, written whole with every transition: the last event of its stream is its state.
///
/// Why not folded from all events: a process must go on where it is after its code has changed.
package struct ProcessRecord: Sendable, Equatable {
    /// Where a process is in its life.
    package enum Status: String, Sendable {
        case running
        case compensating
        case parked
        case completed
        /// Everything that was done has been undone.
        case compensated
        /// An operator ended it.
        case resolved

        package var isEnded: Bool {
            switch self {
            case .completed, .compensated, .resolved: true
            case .running, .compensating, .parked: false
            }
        }
    }

    /// A step that has been asked for and has not ended.
    package struct OpenStep: Sendable, Equatable {
        /// Never used twice in a process.
        package let number: Int
        package let step: ProcessStep
        package let isCompensation: Bool
        package var attempt = 1
        /// How often nobody could say what had become of this attempt.
        package var unknowns = 0
        package var notBefore: Timestamp
        package internal(set) var deadline: Timestamp?
        package var lastProblem = ""

        /// Whether its pause is over; also one that is longer than its policy allows, because the clock was put back.
        func isDue(at now: Timestamp) -> Bool {
            let longest = now.advanced(microseconds: step.retry.pauseMax.wholeMicroseconds)
            return notBefore <= now || notBefore > longest
        }
    }

    package struct Timer: Sendable, Equatable {
        package let number: Int
        package let name: String
        package let due: Timestamp
    }

    package internal(set) var status = Status.running
    package internal(set) var state: JSONValue = .null
    package internal(set) var steps: [OpenStep] = []
    package internal(set) var timers: [Timer] = []
    /// What undoes the steps that were done, the next one last.
    package internal(set) var undo: [ProcessAction] = []
    package internal(set) var isPastPivot = false
    package internal(set) var isFinishing = false
    /// Why it is parked or compensating.
    package internal(set) var reason = ""
    /// What it was before it was parked.
    package internal(set) var resumesAs = Status.running
    /// Inputs that came while it was parked, in order.
    package internal(set) var queued: [GlobalPosition] = []
    package internal(set) var lastNumber = 0

    package init() {}

    mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// When the process next has something to do by itself; nil for never.
    package var due: Timestamp? {
        if status.isEnded || status == .parked { return nil }
        if !queued.isEmpty { return Timestamp(microseconds: 0) }
        let steps = steps.map(\.notBefore).min()
        let timers = status == .running ? timers.map(\.due).min() : nil
        return [steps, timers].compactMap { $0 }.min()
    }
}
