import EventSourcing
import Prelude

/// A store that fails on purpose: before an append, after it, or by losing the answer.
package final class FaultyEventStore: EventStore {
    /// What goes wrong with one call.
    package enum Fault: Sendable {
        /// Nothing is written and the caller is told so.
        case before
        /// Nothing is written and the caller is told that nobody knows.
        case lostBefore
        /// All is written and the caller is told that nobody knows.
        case lostAfter
    }

    package struct Failure: Error {}

    private let inner: any EventStore
    private let fault: @Sendable (_ call: Int) -> Fault?
    private let readFault: @Sendable (_ call: Int) -> Bool
    private let calls = Lock((appends: 0, reads: 0))

    /// The closures are asked with the number of the call, from 1, appends and reads counted apart.
    package init(
        _ inner: any EventStore, onAppend fault: @escaping @Sendable (Int) -> Fault? = { _ in nil },
        onRead readFault: @escaping @Sendable (Int) -> Bool = { _ in false }
    ) {
        (self.inner, self.fault, self.readFault) = (inner, fault, readFault)
    }

    package func append(_ batch: [Append]) async throws(EventStoreError) -> [AppendResult] {
        let call = calls.withLock { calls in
            calls.appends += 1
            return calls.appends
        }
        switch fault(call) {
        case .before: throw .unavailable(underlying: Failure())
        case .lostBefore: throw .outcomeUnknown(underlying: Failure())
        case .lostAfter:
            _ = try await inner.append(batch)
            throw .outcomeUnknown(underlying: Failure())
        case nil: return try await inner.append(batch)
        }
    }

    package func outcome(of command: CommandID, in tenant: TenantID) async throws(EventStoreError) -> RecordedOutcome? {
        try failReadMaybe()
        return try await inner.outcome(of: command, in: tenant)
    }

    package func read(_ query: StreamQuery) async throws(EventStoreError) -> StreamPage {
        try failReadMaybe()
        return try await inner.read(query)
    }

    package func read(_ query: LogQuery) async throws(EventStoreError) -> LogPage {
        try failReadMaybe()
        return try await inner.read(query)
    }

    package func head() async throws(EventStoreError) -> LogHead {
        try failReadMaybe()
        return try await inner.head()
    }

    private func failReadMaybe() throws(EventStoreError) {
        let call = calls.withLock { calls in
            calls.reads += 1
            return calls.reads
        }
        if readFault(call) { throw .unavailable(underlying: Failure()) }
    }
}
