import JSON
import Prelude

/// The life of one process as a pure machine: what came in, what it then remembers and wants. Performs nothing.
///
/// running → (compensate) → compensating → compensated; running → completed; anything → parked → where it was.
package struct ProcessMachine<Definition: ProcessDefinition>: Sendable {
    /// Limit: inputs that may queue up behind a parked process; more of them wait in the inbox of its kind.
    package static var queuedMax: Int { 1_000 }
    /// Limit: steps of one process that are open at the same time.
    package static var openStepsMax: Int { 64 }
    /// Limit: how often an attempt of which nobody knows the outcome is asked for again, before somebody has to look.
    package static var unknownsMax: Int { 20 }

    private let definition: Definition
    private let now: Timestamp
    private let jitter: Double
    package private(set) var record: ProcessRecord
    /// Why the process could not deal with this input.
    private var problem: String?
    /// Whether the last reaction wanted anything.
    private var hasReacted = false
    /// Whether an event was not taken because too many wait: it has to come again.
    package private(set) var isFull = false

    /// `jitter` is a number from 0 to 1 that spreads retries.
    package init(_ definition: Definition, record: ProcessRecord, now: Timestamp, jitter: Double) {
        (self.definition, self.record, self.now, self.jitter) = (definition, record, now, jitter)
    }

    /// An event of the log concerns the process; false if nothing has to be recorded.
    ///
    /// It queues up behind those that wait, also when the process goes on again and has not taken them up yet.
    package mutating func receive(_ event: RecordedEvent, isFirst: Bool) -> Bool {
        if record.status.isEnded { return false }
        if record.status == .parked || !record.queued.isEmpty {
            guard record.queued.last.map({ $0 < event.position }) ?? true else { return false }
            isFull = record.queued.count >= Self.queuedMax
            if !isFull { record.queued.append(event.position) }
            return !isFull
        }
        let before = record
        if !react(to: .event(event)) { park(before, queueing: event.position) }
        // A process that an event does not even begin leaves no trace.
        return !isFirst || record != before
    }

    /// The first input that came while the process was parked is taken up.
    package mutating func receiveQueued(_ event: RecordedEvent) -> Bool {
        guard record.queued.first == event.position, record.status != .parked else { return false }
        record.queued.removeFirst()
        let before = record
        if !react(to: .event(event)) { park(before, queueing: event.position) }
        return true
    }

    /// A timer has come due; false if it is not set any more.
    package mutating func fire(timer number: Int) -> Bool {
        guard record.status == .running, let index = record.timers.firstIndex(where: { $0.number == number }),
            record.timers[index].due <= now
        else { return false }
        let before = record
        let timer = record.timers.remove(at: index)
        if !react(to: .timer(timer.name)) { park(before) }
        return true
    }

    /// Somebody answered an attempt of a step; false if the step has ended or is at another attempt.
    package mutating func receive(_ answer: ActionAnswer, to number: Int, attempt: Int) -> Bool {
        guard record.status != .parked, !record.status.isEnded,
            let index = record.steps.firstIndex(where: { $0.number == number && $0.attempt == attempt })
        else { return false }
        let before = record
        switch answer {
        case .done(let data): end(index, .done(data))
        case .refused(let code): end(index, .refused(code: code))
        case .failed(let reason): fail(index, reason, countsAsAttempt: true)
        case .unknown(let reason): fail(index, reason, countsAsAttempt: false)
        }
        if problem != nil { park(before) }
        return true
    }

    /// An operator lets a parked process go on: open steps are tried anew.
    package mutating func resume() -> Bool {
        guard record.status == .parked else { return false }
        record.status = record.resumesAs
        record.reason = ""
        for index in record.steps.indices {
            record.steps[index].notBefore = .atOnce
            record.steps[index].unknowns = 0
            // What an operator lets go on has its time anew.
            let timeout = record.steps[index].step.timeout
            record.steps[index].deadline = timeout.map { now.advanced(by: $0) }
        }
        settle()
        return true
    }

    /// An operator ends a process that cannot go on, having done by hand what was left.
    package mutating func resolve(note: String) -> Bool {
        guard !record.status.isEnded else { return false }
        record.status = .resolved
        record.reason = note
        clear()
        return true
    }

    /// Lets the process react; false if it cannot deal with the input.
    private mutating func react(to input: ProcessInput) -> Bool {
        guard record.status == .running else { return true }
        do throws(ProcessPoison) {
            var state = record.state.isNull ? Definition.State() : try Definition.State(json: record.state)
            let effects = try definition.react(&state, to: input, now: now)
            let steps = effects.count { if case .run = $0 { true } else { false } }
            // Poison, so that no step is lost: the process is parked as it was before the input.
            guard record.steps.count + steps <= Self.openStepsMax else {
                throw ProcessPoison("it wants more than \(Self.openStepsMax) open steps")
            }
            let json = state.json
            if !record.state.isNull || !effects.isEmpty || json != Definition.State().json { record.state = json }
            hasReacted = !effects.isEmpty
            for effect in effects { apply(effect) }
            settle()
            return true
        } catch {
            problem = error.reason
            return false
        }
    }

    /// Parks a process as it was before an input that it cannot deal with; the input comes again when it is resumed.
    private mutating func park(_ before: ProcessRecord, queueing position: GlobalPosition? = nil) {
        record = before
        park("it cannot deal with its input: \(problem ?? "")")
        if let position { record.queued.insert(position, at: 0) }
    }

    private mutating func apply(_ effect: ProcessEffect) {
        switch effect {
        case .run(let step): start(step, isCompensation: false)
        case .schedule(let name, let due):
            record.timers.removeAll { $0.name == name }
            record.timers.append(.init(number: record.nextNumber(), name: name, due: due))
        case .cancelTimer(let name): record.timers.removeAll { $0.name == name }
        case .passPivot:
            record.isPastPivot = true
            record.undo = []
        case .compensate(let reason): compensate(reason)
        case .complete: record.isFinishing = true
        case .park(let reason): park(reason)
        }
    }

    private mutating func start(_ step: ProcessStep, isCompensation: Bool) {
        let number = record.nextNumber()
        let deadline = step.timeout.map { now.advanced(by: $0) }
        record.steps.append(
            ProcessRecord.OpenStep(
                number: number, step: step, isCompensation: isCompensation, notBefore: .atOnce,
                deadline: deadline))
    }

    private mutating func fail(_ index: Int, _ reason: String, countsAsAttempt: Bool) {
        let open = record.steps[index]
        record.steps[index].lastProblem = reason
        let isLate = open.deadline.map { $0 <= now } ?? false
        // An unknown outcome is looked into under the same command id: nothing else may be done before it is known.
        if countsAsAttempt, isLate || open.attempt >= open.step.retry.attemptsMax {
            return end(index, .failed(reason: reason))
        }
        if countsAsAttempt {
            record.steps[index].attempt += 1
            record.steps[index].unknowns = 0
        } else {
            record.steps[index].unknowns += 1
            if record.steps[index].unknowns >= Self.unknownsMax {
                return park("nobody knows what became of \(open.step.name): \(reason)")
            }
        }
        let pause = open.step.retry.pause(after: max(open.attempt, open.unknowns + 1), jitter: jitter)
        record.steps[index].notBefore = now.advanced(by: pause)
    }

    private mutating func end(_ index: Int, _ end: StepEnd) {
        let open = record.steps[index]
        switch end {
        case .done:
            record.steps.remove(at: index)
            if open.isCompensation { return settle() }
            if let undo = open.step.compensation, !record.isPastPivot { record.undo.append(undo) }
        case .refused(let code): if endsInVain(index, "\(open.step.name) was refused: \(code)") { return }
        case .failed(let reason): if endsInVain(index, "\(open.step.name) failed: \(reason)") { return }
        }
        if record.status == .running {
            guard react(to: .answer(step: open.step.name, end)) else { return }
            if case .done = end {} else { compensateUnlessHandled(open) }
        }
        settle()
    }

    /// A step that cannot be undone by going back is parked and stays open; true if that was done.
    private mutating func endsInVain(_ index: Int, _ reason: String) -> Bool {
        if record.steps[index].isCompensation || record.isPastPivot {
            // It is known not to have happened, so that the next try is another command.
            record.steps[index].attempt += 1
            park(reason)
            return true
        }
        record.steps.remove(at: index)
        return false
    }

    /// A failure that the process answers with nothing undoes what was done.
    private mutating func compensateUnlessHandled(_ open: ProcessRecord.OpenStep) {
        guard record.status == .running, !hasReacted, !record.isFinishing else { return }
        compensate("\(open.step.name) did not succeed")
    }

    private mutating func compensate(_ reason: String) {
        guard record.status == .running else { return }
        if record.isPastPivot { return park("it cannot go back behind its pivot: \(reason)") }
        record.status = .compensating
        record.reason = reason
        record.timers = []
    }

    private mutating func park(_ reason: String) {
        guard record.status != .parked else { return }
        record.resumesAs = record.status
        record.status = .parked
        record.reason = reason
    }

    /// Goes on with undoing, or ends, once nothing is open.
    private mutating func settle() {
        guard record.steps.isEmpty else { return }
        switch record.status {
        case .compensating:
            if let action = record.undo.popLast() {
                start(ProcessStep("undo \(action.name)", action, retry: Self.undoing), isCompensation: true)
            } else {
                record.status = .compensated
                clear()
            }
        case .running where record.isFinishing:
            record.status = .completed
            clear()
        case .running, .parked, .completed, .compensated, .resolved: break
        }
    }

    private mutating func clear() { (record.steps, record.timers, record.undo) = ([], [], []) }

    /// Undoing is tried longer than doing.
    private static var undoing: RetryPolicy { RetryPolicy(attemptsMax: 10) }
}

extension Timestamp {
    /// Why not the time of asking: a clock that is put back would hold up what is to be done now.
    fileprivate static let atOnce = Timestamp(microseconds: 0)

    fileprivate func advanced(by duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        return advanced(
            microseconds: overflow ? .max : whole.addingReportingOverflow(attoseconds / 1_000_000_000_000).partialValue)
    }
}
