import JSON
import Lifecycle
import Prelude

/// Carries a command out: load, decide, append, and again if another command was faster.
///
/// A command id takes effect at most once; sending it again gives the outcome of the first time.
package struct HandleCommand: Sendable {
    private let store: any EventStore
    private let batcher: Batcher
    /// Folds streams as commands see them, for those who look before they decide what to send.
    package let loader: LoadAggregate
    private let sealing: EventSealing?
    private let clock: any Clock
    private let retry: ConflictRetry
    private let jitter: @Sendable () -> Double

    package init(
        store: any EventStore, batcher: Batcher, snapshots: (any SnapshotStore)? = nil, sealing: EventSealing? = nil,
        clock: any Clock, retry: ConflictRetry = ConflictRetry(),
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
    ) {
        (self.store, self.batcher, self.sealing) = (store, batcher, sealing)
        loader = LoadAggregate(store: store, snapshots: snapshots, sealing: sealing)
        (self.clock, self.retry, self.jitter) = (clock, retry, jitter)
    }

    package func callAsFunction<Content: Command>(
        _ envelope: CommandEnvelope<Content>
    ) async throws(CommandFailure) -> CommandOutcome<Content.Subject> {
        let command = envelope.command
        guard command.isPermitted(to: envelope.caller) else { return .forbidden }
        let violations = command.violations()
        guard violations.isEmpty else { return .invalid(violations) }

        var seen = Seen<Content>()
        do throws(LoadError) {
            if Content.readsState { seen.own = try await loader.load(command.stream, in: envelope.tenant) }
            if let consulted = command.consulted {
                seen.other = try await loader.load(consulted, in: envelope.tenant)
            }
        } catch {
            return try await whatWasRecorded(envelope, instead: error)
        }
        for attempt in 0..<retry.attemptsMax {
            if attempt > 0 { try await pause(before: attempt, until: envelope.deadline) }
            let step = try await self.attempt(envelope, &seen)
            switch step {
            case .finished(let outcome): return outcome
            case .lost(let conflict): try await catchUp(&seen, with: conflict, envelope)
            }
        }
        throw .contended(command.stream, attempts: retry.attemptsMax)
    }

    /// The end of the log as the store has it now: not behind anything that anybody was told of.
    package func head() async throws(EventStoreError) -> Cursor { try await store.head().cursor }

    /// The states that a command is decided on.
    private struct Seen<Content: Command>: Sendable {
        var own = Loaded<Content.Subject>()
        var other = Loaded<Content.Consulted>()
    }

    private enum Step<Subject: Aggregate>: Sendable {
        case finished(CommandOutcome<Subject>)
        case lost(StreamConflict)
    }

    private func attempt<Content: Command>(
        _ envelope: CommandEnvelope<Content>, _ seen: inout Seen<Content>
    ) async throws(CommandFailure) -> Step<Content.Subject> {
        let circumstances = Circumstances(
            now: clock.wallTime, tenant: envelope.tenant, command: envelope.id,
            caller: envelope.caller, version: seen.own.version)
        let decision: Decision<Content.Subject>
        do throws(Content.Subject.Refusal) {
            decision = try envelope.command.decide(seen.own.state, consulting: seen.other.state, circumstances)
        } catch {
            return .finished(try await whatWasRecorded(envelope) ?? .refused(error))
        }
        let append = try await append(of: decision, envelope, after: seen)
        switch try await send(append, envelope.deadline) {
        case .appended(let outcome):
            await keepSnapshot(&seen.own, decision, envelope)
            return .finished(.done(receipt(outcome, decision.events, isRepeated: false)))
        case .duplicate(let outcome): return .finished(try await repeated(outcome, envelope))
        case .commandIDReused: return .finished(.idReused)
        case .streamClosed(let stream): return .finished(.streamClosed(stream))
        case .conflict(let conflict):
            let isSeen = [envelope.command.stream, envelope.command.consulted].contains(conflict.stream)
            if !isSeen, let refusal = envelope.command.refusal(for: conflict) {
                return .finished(.refused(refusal))
            }
            return .lost(conflict)
        }
    }

    private func append<Content: Command>(
        of decision: Decision<Content.Subject>, _ envelope: CommandEnvelope<Content>, after seen: Seen<Content>
    ) async throws(CommandFailure) -> Append {
        let own = StreamAppend(
            to: envelope.command.stream, expected: Content.readsState ? .exact(seen.own.version) : .any,
            events: decision.events.map { Content.Subject.codec.encode($0) })
        // Why taken out of the others: a decision may write to the stream that it has consulted, at that version.
        let consulted = envelope.command.consulted.map { stream in
            StreamAppend(
                to: stream, expected: .exact(seen.other.version),
                events: decision.others.first { $0.stream == stream }?.events ?? [])
        }
        let others = decision.others.filter { $0.stream != consulted?.stream }
        var streams: [StreamAppend] = []
        for part in [own] + (consulted.map { [$0] } ?? []) + others {
            streams.append(
                StreamAppend(
                    to: part.stream, expected: part.expected, events: try await sealed(part, envelope.tenant),
                    closesStream: part.closesStream))
        }
        return Append(
            tenant: envelope.tenant, command: envelope.id, request: envelope.request, origin: envelope.origin,
            streams: streams, data: decision.data.isNull ? [] : decision.data.bytes)
    }

    private func sealed(_ part: StreamAppend, _ tenant: TenantID) async throws(CommandFailure) -> [NewEvent] {
        guard let sealing else { return part.events }
        do throws(SealingError) {
            return try await sealing.seal(part.events, to: part.stream, in: tenant)
        } catch {
            throw .sealing(error)
        }
    }

    private func send(_ append: Append, _ deadline: MonotonicTime) async throws(CommandFailure) -> AppendResult {
        do throws(EventStoreError) {
            return try await batcher.append(append, deadline: deadline)
        } catch {
            if case .deadlineExceeded = error { throw .deadlineExceeded }
            throw .store(error)
        }
    }

    private func catchUp<Content: Command>(
        _ seen: inout Seen<Content>, with conflict: StreamConflict, _ envelope: CommandEnvelope<Content>
    ) async throws(CommandFailure) {
        if let consulted = envelope.command.consulted, conflict.stream == consulted {
            return try await catchUp(&seen.other, consulted, with: conflict, envelope.tenant)
        }
        guard Content.readsState else { return }
        try await catchUp(&seen.own, envelope.command.stream, with: conflict, envelope.tenant)
    }

    private func catchUp<State: Aggregate>(
        _ loaded: inout Loaded<State>, _ stream: StreamName, with conflict: StreamConflict, _ tenant: TenantID
    ) async throws(CommandFailure) {
        do throws(LoadError) {
            if conflict.stream == stream, conflict.isComplete, conflict.missed.first?.version == loaded.version.next {
                try await loader.advance(&loaded, with: conflict.missed)
            } else {
                try await loader.advance(&loaded, stream, in: tenant)
            }
        } catch {
            throw .load(error)
        }
    }

    private func pause(before attempt: Int, until deadline: MonotonicTime) async throws(CommandFailure) {
        let pause = retry.pause(before: attempt, jitter: jitter())
        guard clock.now + pause < deadline else { throw .deadlineExceeded }
        guard pause > .zero else { return }
        do {
            try await clock.sleep(for: pause)
        } catch {
            throw .deadlineExceeded
        }
    }
}

extension HandleCommand {
    /// The outcome of an earlier sending, if this command id ever took effect.
    private func whatWasRecorded<Content: Command>(
        _ envelope: CommandEnvelope<Content>
    ) async throws(CommandFailure) -> CommandOutcome<Content.Subject>? {
        let recorded: RecordedOutcome?
        do throws(EventStoreError) {
            recorded = try await store.outcome(of: envelope.id, in: envelope.tenant)
        } catch {
            throw .store(error)
        }
        guard let recorded else { return nil }
        guard recorded.request == envelope.request else { return .idReused }
        return try await repeated(recorded, envelope)
    }

    /// A command that closed its own stream can be repeated although the stream can no longer be loaded.
    private func whatWasRecorded<Content: Command>(
        _ envelope: CommandEnvelope<Content>, instead error: LoadError
    ) async throws(CommandFailure) -> CommandOutcome<Content.Subject> {
        guard case .closed(let stream) = error else { throw .load(error) }
        return try await whatWasRecorded(envelope) ?? .streamClosed(stream)
    }

    private func repeated<Content: Command>(
        _ outcome: RecordedOutcome, _ envelope: CommandEnvelope<Content>
    ) async throws(CommandFailure) -> CommandOutcome<Content.Subject> {
        let own = try await events(of: outcome).filter {
            $0.stream == envelope.command.stream && $0.tenant == envelope.tenant
        }
        do throws(LoadError) {
            let events = try await loader.decoded(own, as: Content.Subject.self)
            return .done(receipt(outcome, events, isRepeated: true))
        } catch {
            throw .load(error)
        }
    }

    /// The events that a command made, as far as the log still has them.
    private func events(of outcome: RecordedOutcome) async throws(CommandFailure) -> [RecordedEvent] {
        guard let first = outcome.positions.first else { return [] }
        do throws(EventStoreError) {
            return try await store.read(LogQuery(after: first.advanced(by: -1), limit: outcome.eventCount)).events
        } catch {
            if case .positionExpired = error { return [] }
            throw .store(error)
        }
    }

    private func receipt<Event: Sendable>(
        _ outcome: RecordedOutcome, _ events: [Event], isRepeated: Bool
    ) -> CommandReceipt<Event> {
        CommandReceipt(
            data: (try? JSONValue(parsing: outcome.data)) ?? .null, events: events, cursor: outcome.cursor,
            version: outcome.versions.first ?? .empty, isRepeated: isRepeated)
    }

    private func keepSnapshot<Content: Command>(
        _ loaded: inout Loaded<Content.Subject>, _ decision: Decision<Content.Subject>,
        _ envelope: CommandEnvelope<Content>
    ) async {
        guard Content.readsState else { return }
        loaded.advance(deciding: decision.events)
        await loader.snapshotIfDue(loaded, envelope.command.stream, in: envelope.tenant)
    }
}
