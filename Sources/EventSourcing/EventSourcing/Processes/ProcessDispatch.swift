import Lifecycle
import Prelude

/// Does what processes want: performs due steps, fires due timers, takes up queued inputs.
///
/// An action may be performed again after a crash, under the same command id; its answer is recorded once.
package struct ProcessDispatch<Definition: ProcessDefinition>: Sendable {
    private let definition: Definition
    private let context: ProcessContext

    package init(_ definition: Definition, context: ProcessContext) {
        (self.definition, self.context) = (definition, context)
    }

    /// Does the next thing that is due in a process; false if nothing is.
    package func step(_ id: ProcessID) async throws(ProcessError) -> Bool {
        let record = try await context.streams.current(id).record
        let now = now()
        guard record.due != nil else { return false }
        if let position = record.queued.first { return try await takeUp(position, id) }
        if let timer = record.timers.first(where: { $0.due <= now }), record.status == .running {
            return try await fire(timer, id)
        }
        guard let open = record.steps.first(where: { $0.isDue(at: now) }) else { return false }
        let answer = await perform(
            ActionRequest(
                id: Self.commandID(id, open), process: id, action: open.step.action, attempt: open.attempt,
                deadline: open.deadline))
        return try await note(answer, of: open, id)
    }

    /// Finds processes of this kind that have something to do.
    ///
    /// Also some that had by a clock that has been put back since: of these, pauses are over and timers are not.
    package func findDue() async throws(ProcessError) -> [ProcessID] {
        let horizon = try await horizon()
        do throws(ProjectionStoreError) {
            guard
                let live = try await context.store.records(of: ProcessIndex().name).first(where: { $0.stage == .live })
            else { return [] }
            let range = RowRange(
                ProcessIndex.work.name, prefix: [.text(definition.kind.text)], through: .int(horizon.microseconds),
                limit: context.limits.dueMax)
            let rows = try await context.store.load([.range(range)], of: live.generation).first ?? []
            return rows.compactMap { row in
                guard case .text(let tenant) = row[2], case .text(let instance) = row[3] else { return nil }
                return ProcessID(definition.kind, TenantID(validated: tenant), instance: instance)
            }
        } catch {
            throw .projections(error)
        }
    }

    /// The id of one attempt of one step, which whoever repeats it derives again.
    static func commandID(_ id: ProcessID, _ open: ProcessRecord.OpenStep) -> CommandID {
        .derived(from: "action", id.description, "\(open.number)", "\(open.attempt)")
    }

    private func now() -> Timestamp { context.clock.wallTime }

    /// Up to when is looked for what is due: now, or beyond what a clock has written that has been put back since.
    private func horizon() async throws(ProcessError) -> Timestamp {
        let now = now()
        var latest = context.hints.latest(now)
        if latest == nil { latest = context.hints.begin(max(now, try await context.streams.lastRecorded())) }
        guard let latest, latest > now else { return now }
        return latest.advanced(microseconds: context.limits.pauseSlack.wholeMicroseconds)
    }

    /// What has not answered in time is cancelled; nobody then knows what became of it.
    private func perform(_ request: ActionRequest) async -> ActionAnswer {
        await withTaskGroup(of: ActionAnswer?.self) { group in
            group.addTask { await context.dispatcher.perform(request) }
            group.addTask {
                do { try await context.clock.sleep(for: context.limits.actionTime) } catch { return nil }
                return .unknown(reason: "no answer in \(context.limits.actionTime)")
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? .unknown(reason: "it was cancelled")
        }
    }

    private func takeUp(_ position: GlobalPosition, _ id: ProcessID) async throws(ProcessError) -> Bool {
        guard let event = try await context.streams.event(at: position) else { return false }
        let opened = try await opened(event)
        return try await advance(id, by: { "queued \(position) \($0.version)" }, "\(event.name) at \(position)") {
            $0.receiveQueued(opened)
        }
    }

    private func fire(_ timer: ProcessRecord.Timer, _ id: ProcessID) async throws(ProcessError) -> Bool {
        try await advance(id, by: { "timer \(timer.number) \($0.version)" }, "timer \(timer.name)") {
            $0.fire(timer: timer.number)
        }
    }

    private func note(
        _ answer: ActionAnswer, of open: ProcessRecord.OpenStep, _ id: ProcessID
    ) async throws(ProcessError) -> Bool {
        let cause = "\(open.step.name), attempt \(open.attempt): \(answer.word)"
        return try await advance(id, by: { "answer \(open.number) \(open.attempt) \($0.version)" }, cause) {
            $0.receive(answer, to: open.number, attempt: open.attempt)
        }
    }

    private func advance(
        _ id: ProcessID, by input: (ProcessStreams.Current) -> String, _ cause: String,
        _ change: (inout ProcessMachine<Definition>) -> Bool
    ) async throws(ProcessError) -> Bool {
        let (now, jitter) = (now(), context.jitter())
        let record = try await context.streams.advance(id, by: input, cause: cause) { current in
            var machine = ProcessMachine(definition, record: current.record, now: now, jitter: jitter)
            return change(&machine) ? machine.record : nil
        }
        return record != nil
    }

    private func opened(_ event: RecordedEvent) async throws(ProcessError) -> RecordedEvent {
        guard let sealing = context.sealing else { return event }
        do throws(SealingError) {
            return try await sealing.open([event]).first ?? event
        } catch {
            throw .sealing(error)
        }
    }
}

extension ActionAnswer {
    /// For people who read the history of a process.
    var word: String {
        switch self {
        case .done: "done"
        case .refused(let code): "refused (\(code))"
        case .failed(let reason): "failed (\(reason))"
        case .unknown(let reason): "unknown (\(reason))"
        }
    }
}
