import Lifecycle
import Prelude

/// Group commit in front of any store: concurrent appends share transactions.
///
/// The caller whose append stands first in a batch takes the whole batch to the store and hands the others their
/// results, so that no task or thread of its own is needed.
package final class Batcher: Sendable {
    private enum Turn: Sendable {
        case lead([BatchMachine.Ticket])
        case done(Result<AppendResult, EventStoreError>)
    }

    private struct Waiter {
        let append: Append
        let continuation: CheckedContinuation<Turn, Never>
    }

    private struct State {
        var machine: BatchMachine
        var waiters: [BatchMachine.Ticket: Waiter] = [:]
        var lastTicket: BatchMachine.Ticket = 0
        var counts = BatcherCounts()
    }

    private let store: any EventStore
    private let clock: any Clock
    private let settlingTime: Duration
    private let state: Lock<State>

    package init(store: any EventStore, clock: any Clock, limits: BatcherLimits = BatcherLimits()) {
        (self.store, self.clock) = (store, clock)
        settlingTime = limits.settlingTime
        state = Lock(State(machine: BatchMachine(limits: limits)))
    }

    /// What has happened so far, for metrics.
    package var counts: BatcherCounts { state.withLock { $0.counts } }

    /// How many appends wait for a flight now.
    package var queued: Int { state.withLock { $0.machine.queuedCount } }

    /// Stores one append together with others.
    ///
    /// The deadline bounds the waiting only; once an append is with the store its answer is waited for.
    package func append(_ append: Append, deadline: MonotonicTime) async throws(EventStoreError) -> AppendResult {
        try AppendRules.check(append)
        let turn = await withCheckedContinuation { continuation in
            perform(state.withLock { Self.arrive(append, continuation, deadline, now: clock.now, &$0) })
        }
        switch turn {
        case .done(let result): return try result.get()
        case .lead(let tickets): return try await lead(tickets).get()
        }
    }

    /// Refuses everything whose deadline has passed while the store hangs; call it now and then.
    package func expire() {
        perform(
            state.withLock { state in
                let expired = state.machine.expire(now: clock.now)
                return Self.resolve(.init(expired: expired), &state)
            })
    }

    /// Calls `expire` four times a second until it is cancelled.
    package func run() async throws {
        while true {
            try await clock.sleep(for: .milliseconds(250))
            expire()
        }
    }

    private typealias Wake = (continuation: CheckedContinuation<Turn, Never>, turn: Turn)

    private static func arrive(
        _ append: Append, _ continuation: CheckedContinuation<Turn, Never>, _ deadline: MonotonicTime,
        now: MonotonicTime, _ state: inout State
    ) -> [Wake] {
        state.lastTicket += 1
        let ticket = state.lastTicket
        let entry = BatchMachine.Entry(
            ticket: ticket, tenant: append.tenant, byteCount: append.byteCount, deadline: deadline)
        guard let action = state.machine.arrive(entry, now: now) else {
            state.counts.refused += 1
            return [(continuation, .done(.failure(.overloaded)))]
        }
        state.waiters[ticket] = Waiter(append: append, continuation: continuation)
        return resolve(action, &state)
    }

    /// Turns an action into continuations to resume; the first ticket of a batch becomes its leader.
    private static func resolve(_ action: BatchMachine.Action, _ state: inout State) -> [Wake] {
        var wakes: [Wake] = []
        for ticket in action.expired {
            guard let waiter = state.waiters.removeValue(forKey: ticket) else { continue }
            state.counts.expired += 1
            wakes.append((waiter.continuation, .done(.failure(.deadlineExceeded))))
        }
        if let first = action.batch.first, let leader = state.waiters[first] {
            state.counts.batches += 1
            state.counts.appends += action.batch.count
            wakes.append((leader.continuation, .lead(action.batch)))
        }
        return wakes
    }

    private func perform(_ wakes: [Wake]) {
        for wake in wakes { wake.continuation.resume(returning: wake.turn) }
    }

    private func lead(_ tickets: [BatchMachine.Ticket]) async -> Result<AppendResult, EventStoreError> {
        let appends = state.withLock { state in tickets.compactMap { state.waiters[$0]?.append } }
        precondition(appends.count == tickets.count, "A batch names an append that is not waiting.")
        let results = await send(appends)
        perform(
            state.withLock { state in
                var wakes = zip(tickets, results).dropFirst().compactMap { ticket, result -> Wake? in
                    state.waiters.removeValue(forKey: ticket).map { ($0.continuation, .done(result)) }
                }
                state.waiters[tickets[0]] = nil
                wakes += Self.resolve(state.machine.land(now: clock.now), &state)
                return wakes
            })
        return results[0]
    }

    private func send(_ appends: [Append]) async -> [Result<AppendResult, EventStoreError>] {
        do throws(EventStoreError) {
            let results = try await store.append(appends)
            guard results.count == appends.count else {
                let reason = "\(results.count) results for \(appends.count) appends"
                return appends.map { _ in .failure(.corrupt(position: nil, reason: reason)) }
            }
            return results.map { .success($0) }
        } catch {
            guard case .outcomeUnknown = error else { return appends.map { _ in .failure(error) } }
            state.withLock { $0.counts.unknown += appends.count }
            let settling = SettleOutcome(store: store, clock: clock, deadline: clock.now + settlingTime)
            var results: [Result<AppendResult, EventStoreError>] = []
            for append in appends { results.append(await settling(append, after: error)) }
            return results
        }
    }
}
