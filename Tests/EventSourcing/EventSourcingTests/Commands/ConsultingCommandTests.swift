import EventSourcing
import EventSourcingTesting
import Prelude
import Testing

/// Puts money into an account as long as another one is good for it.
private struct BorrowMoney: ConsultingCommand {
    static let name = "bank.borrow-money"
    let stream: StreamName
    let guarantor: StreamName
    let amount: Int64

    var consulted: StreamName? { guarantor }
    var content: [UInt8] { Array("\(amount)".utf8) }
    func isPermitted(to caller: Caller) -> Bool { true }

    func decide(
        _ state: Account, consulting other: Account, _ circumstances: Circumstances
    ) throws(Account.Refusal) -> Decision<Account> {
        guard state.isOpen else { throw .notOpen }
        guard other.balance >= amount else { throw .overdrawn(balance: other.balance) }
        return Decision([.moved(Account.Moved(amount: amount))])
    }

    /// Only a further stream has such a meaning, and there is none.
    func refusal(for conflict: StreamConflict) -> Account.Refusal? { .nameTaken }
}

/// Lets others write between a decision on two streams and its append, once.
private struct InterruptedStore: EventStore {
    let base: InMemoryEventStore
    let interruption: Lock<[Append]>

    func append(_ batch: [Append]) async throws(EventStoreError) -> [AppendResult] {
        guard batch.contains(where: { $0.streams.count > 1 }) else { return try await base.append(batch) }
        let others = interruption.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        if !others.isEmpty { _ = try await base.append(others) }
        return try await base.append(batch)
    }

    func outcome(of command: CommandID, in tenant: TenantID) async throws(EventStoreError) -> RecordedOutcome? {
        try await base.outcome(of: command, in: tenant)
    }
    func read(_ query: StreamQuery) async throws(EventStoreError) -> StreamPage { try await base.read(query) }
    func read(_ query: LogQuery) async throws(EventStoreError) -> LogPage { try await base.read(query) }
    func head() async throws(EventStoreError) -> LogHead { try await base.head() }
}

struct ConsultingCommandTests {
    private func move(_ amount: Int64, on stream: StreamName) -> Append {
        let event = Account.codec.encode(.moved(Account.Moved(amount: amount)))
        return Append(
            tenant: "tenant", command: .derived(from: "interruption", "\(amount)"),
            request: RequestHash(of: Array("\(amount)".utf8)),
            streams: [StreamAppend(to: stream, expected: .any, events: [event])])
    }

    @Test func `a decision looks at both streams and writes to its own`() async throws {
        let bank = Bank()
        let (own, guarantor) = (try await bank.open("1", balance: 1), try await bank.open("2", balance: 10))
        let done = try await bank.send(BorrowMoney(stream: own, guarantor: guarantor, amount: 10))
        #expect(done.receipt?.version == 3)
        #expect(try await bank.balance(own) == 11)
        #expect(try await bank.balance(guarantor) == 10)
        let refused = try await bank.send(BorrowMoney(stream: own, guarantor: guarantor, amount: 11))
        #expect(refused.refusal == .overdrawn(balance: 10))
    }

    @Test(arguments: [(Int64(-5), false), (5, true)])
    func `what changes between the decision and its effect is taken into account`(
        _ change: Int64, _ isAccepted: Bool
    ) async throws {
        let interruption = Lock<[Append]>([])
        let bank = Bank { InterruptedStore(base: $0, interruption: interruption) }
        let (own, guarantor) = (try await bank.open("1", balance: 1), try await bank.open("2", balance: 10))
        interruption.withLock { $0 = [move(change, on: guarantor)] }
        let outcome = try await bank.send(BorrowMoney(stream: own, guarantor: guarantor, amount: 10))
        #expect(interruption.withLock { $0.isEmpty })
        #expect((outcome.receipt != nil) == isAccepted)
        #expect(outcome.refusal == (isAccepted ? nil : .overdrawn(balance: 5)))
        #expect(try await bank.balance(own) == (isAccepted ? 11 : 1))
    }

    @Test func `a change of its own stream is taken into account too`() async throws {
        let interruption = Lock<[Append]>([])
        let bank = Bank { InterruptedStore(base: $0, interruption: interruption) }
        let (own, guarantor) = (try await bank.open("1", balance: 1), try await bank.open("2", balance: 10))
        interruption.withLock { $0 = [move(7, on: own)] }
        let outcome = try await bank.send(BorrowMoney(stream: own, guarantor: guarantor, amount: 10))
        #expect(outcome.receipt?.version == 4)
        #expect(try await bank.balance(own) == 18)
    }
}
