import Lifecycle
import Prelude

/// Decides which appends go to the store together and when; performs nothing itself.
///
/// Idle → an append leaves at once. One batch in flight → appends gather until it lands or a full batch has come
/// together, which then leaves beside the first. Tenants take turns, one append each.
///
/// Why: with little load nothing waits for a timer; with much load one commit carries hundreds of appends.
package struct BatchMachine {
    package typealias Ticket = UInt64

    /// What the machine must know of an append.
    package struct Entry: Sendable {
        package let ticket: Ticket
        package let tenant: TenantID
        package let byteCount: Int
        package let deadline: MonotonicTime

        package init(ticket: Ticket, tenant: TenantID, byteCount: Int, deadline: MonotonicTime) {
            (self.ticket, self.tenant, self.byteCount, self.deadline) = (ticket, tenant, byteCount, deadline)
        }
    }

    /// What is to be done now: appends that waited too long, and a batch to send, either of which may be empty.
    package struct Action: Equatable, Sendable {
        package var expired: [Ticket] = []
        package var batch: [Ticket] = []

        package init(expired: [Ticket] = [], batch: [Ticket] = []) { (self.expired, self.batch) = (expired, batch) }
    }

    package private(set) var flights = 0
    package private(set) var queuedCount = 0
    package private(set) var queuedBytes = 0
    private let limits: BatcherLimits
    private var queues: [TenantID: FIFO<Entry>] = [:]
    /// Tenants with something queued, the one whose turn it is first.
    private var turns = FIFO<TenantID>()

    package init(limits: BatcherLimits) { self.limits = limits }

    /// Takes in an append; nil if it is refused because too much waits already.
    package mutating func arrive(_ entry: Entry, now: MonotonicTime) -> Action? {
        guard entry.deadline > now else { return Action(expired: [entry.ticket]) }
        guard queuedCount < limits.queuedMax, queuedBytes + entry.byteCount <= limits.queuedBytesMax || queuedCount == 0
        else { return nil }
        let queued = queues[entry.tenant]?.count ?? 0
        guard queued < limits.queuedPerTenantMax else { return nil }
        if queued == 0 { turns.append(entry.tenant) }
        queues[entry.tenant, default: FIFO()].append(entry)
        queuedCount += 1
        queuedBytes += entry.byteCount
        return depart(now: now)
    }

    /// A batch has come back from the store, whatever its fate.
    package mutating func land(now: MonotonicTime) -> Action {
        precondition(flights > 0, "A batch landed that never left.")
        flights -= 1
        return depart(now: now)
    }

    /// Removes everything whose deadline has passed.
    package mutating func expire(now: MonotonicTime) -> [Ticket] {
        var expired: [Ticket] = []
        for tenant in queues.keys {
            var kept = FIFO<Entry>()
            while let entry = queues[tenant]?.popFirst() {
                if entry.deadline > now { kept.append(entry) } else { expired.append(drop(entry)) }
            }
            queues[tenant] = kept.isEmpty ? nil : kept
        }
        // A tenant that has nothing left loses its turn, or it would have two when it comes again.
        if !expired.isEmpty { forgetTurns() }
        return expired.sorted()
    }

    private mutating func forgetTurns() {
        var kept = FIFO<TenantID>()
        while let tenant = turns.popFirst() { if queues[tenant] != nil { kept.append(tenant) } }
        turns = kept
    }

    private var isFull: Bool {
        queuedCount >= limits.appendsPerBatchMax || queuedBytes >= limits.bytesPerBatchMax
    }

    private mutating func depart(now: MonotonicTime) -> Action {
        var action = Action()
        guard flights == 0 || flights < limits.flightsMax && isFull else { return action }
        var bytes = 0
        while action.batch.count < limits.appendsPerBatchMax, let tenant = turns.first {
            guard let entry = queues[tenant]?.first else {
                _ = turns.popFirst()
                queues[tenant] = nil
                continue
            }
            if entry.deadline > now {
                guard action.batch.isEmpty || bytes + entry.byteCount <= limits.bytesPerBatchMax else { break }
                bytes += entry.byteCount
                action.batch.append(entry.ticket)
            } else {
                action.expired.append(entry.ticket)
            }
            _ = queues[tenant]?.popFirst()
            _ = drop(entry)
            _ = turns.popFirst()
            if queues[tenant]?.isEmpty ?? true { queues[tenant] = nil } else { turns.append(tenant) }
        }
        if !action.batch.isEmpty { flights += 1 }
        return action
    }

    private mutating func drop(_ entry: Entry) -> Ticket {
        queuedCount -= 1
        queuedBytes -= entry.byteCount
        return entry.ticket
    }
}
