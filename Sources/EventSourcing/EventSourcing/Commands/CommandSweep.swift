import Lifecycle
import Prelude

/// Forgets the outcomes of commands that nobody will ask for again, so that they do not grow with the log for ever.
///
/// Invariant: an outcome younger than the retention is kept, so a retry within it is answered and changes nothing.
/// Several nodes may sweep one store; the rest of the work is then simply smaller.
package final class CommandSweep: Sendable {
    /// Limit: the shortest retention; longer than anything in the node tries again by itself without an operator.
    package static let retentionMin = Duration.seconds(3_600)
    /// How often it looks.
    package static let interval = Duration.seconds(60)
    /// Limit: outcomes forgotten in one transaction.
    package static let batchMax = 1_000
    /// Limit: transactions of one look; what is left waits for the next one.
    package static let batchesMax = 1_000
    /// Between two transactions, so that appends come in between.
    private static let pause = Duration.milliseconds(10)

    private let store: any EventStore
    private let memory: any CommandMemory
    private let retention: Duration
    private let clock: any Clock
    private let failed: @Sendable (EventStoreError) -> Void
    /// Every event up to here is known to be older than the retention.
    private let oldest = Lock(Cursor(epoch: .first, position: .start))

    package init(
        _ store: any EventStore, _ memory: any CommandMemory, retention: Duration, clock: any Clock,
        failed: @escaping @Sendable (EventStoreError) -> Void = { _ in }
    ) {
        (self.store, self.memory, self.clock, self.failed) = (store, memory, clock, failed)
        self.retention = max(retention, Self.retentionMin)
    }

    /// Sweeps now and then until it is cancelled; failures are told and tried again at the next look.
    package func run() async throws {
        while true {
            do throws(EventStoreError) { _ = try await sweep() } catch { failed(error) }
            try await clock.sleep(for: Self.interval)
        }
    }

    /// Forgets what is older than the retention; returns how many outcomes that were.
    package func sweep() async throws(EventStoreError) -> Int {
        let horizon = try await horizon()
        // Why not that of the horizon itself: a command without events has the position of the event before it and
        // may be much younger; before the horizon, the next event shows that it is not.
        guard horizon.position.number > 1 else { return 0 }
        let last = horizon.position.advanced(by: -1)
        var count = 0
        for _ in 0..<Self.batchesMax {
            let forgotten = try await memory.forgetCommands(through: last, limit: Self.batchMax)
            count += forgotten
            if forgotten < Self.batchMax || Task.isCancelled { break }
            try? await clock.sleep(for: Self.pause)
        }
        return count
    }

    /// The last event that was recorded before the retention began, found by halving: times only grow with positions.
    private func horizon() async throws(EventStoreError) -> Cursor {
        let before = clock.wallTime.advanced(microseconds: 0 &- retention.wholeMilliseconds &* 1_000)
        let head = try await store.head()
        let known = oldest.withLock { $0.epoch == head.epoch ? $0.position : .start }
        var low = max(head.expired, min(known, head.position)).number
        var high = head.position.number
        while low < high {
            let middle = low + (high - low + 1) / 2
            let page = try await store.read(LogQuery(after: GlobalPosition(middle - 1), limit: 1))
            if let event = page.events.first, event.metadata.recorded < before {
                low = middle
            } else {
                high = middle - 1
            }
        }
        let found = Cursor(epoch: head.epoch, position: GlobalPosition(low))
        oldest.withLock { $0 = found }
        return found
    }
}
