import EventSourcing
import EventSourcingTesting
import Lifecycle
import Prelude

/// A handler on a store in memory, with short forms for tests.
struct Bank: Sendable {
    let store: InMemoryEventStore
    let clock: ManualClock
    let handle: HandleCommand
    let tenant: TenantID = "tenant"

    init(sealing: EventSealing? = nil, over wrap: (InMemoryEventStore) -> any EventStore = { $0 }) {
        let clock = ManualClock()
        self.clock = clock
        store = InMemoryEventStore { clock.wallTime }
        let wrapped = wrap(store)
        handle = HandleCommand(
            store: wrapped, batcher: Batcher(store: wrapped, clock: clock), snapshots: store, sealing: sealing,
            clock: clock, retry: ConflictRetry.unpaused)
    }

    func send<Content: Command>(
        _ command: Content, id: CommandID? = nil, caller: Caller = Caller(actor: "user:1", permissions: ["open"])
    ) async throws -> CommandOutcome<Content.Subject> {
        try await handle(
            CommandEnvelope(
                command, id: id ?? newID(), tenant: tenant, caller: caller, deadline: clock.now + .seconds(5)))
    }

    /// Opens an account and puts money into it.
    func open(_ number: String, balance: Int64 = 100) async throws -> StreamName {
        let stream = Bank.stream(number)
        _ = try await send(OpenAccount(stream: stream, owner: "owner-\(number)", email: "a@b"))
        _ = try await send(MoveMoney(stream: stream, amount: balance))
        return stream
    }

    func balance(_ stream: StreamName) async throws -> Int64 {
        try await LoadAggregate(store: store).load(stream, in: tenant, as: Account.self).state.balance
    }

    func newID() -> CommandID {
        CommandID(UniqueID(high: .random(in: 0...UInt64.max), low: .random(in: 0...UInt64.max)))
    }

    static func stream(_ number: String) -> StreamName { StreamName(stored: "account:\(number)", categoryBytes: 7) }
}

extension ConflictRetry {
    /// Decides again at once, because nobody moves the clock of a test.
    static var unpaused: ConflictRetry {
        var retry = ConflictRetry()
        retry.attemptsWithoutPause = retry.attemptsMax
        return retry
    }
}
