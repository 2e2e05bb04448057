import EventSourcing
import EventSourcingTesting
import JSON
import Lifecycle
import Prelude
import Testing

struct HandleCommandTests {
    let bank = Bank()

    @Test func `a command that is decided is stored and tells data, events, version and position`() async throws {
        let stream = Bank.stream("1")
        let outcome = try await bank.send(OpenAccount(stream: stream, owner: "ann", email: "ann@x"))
        let receipt = try #require(outcome.receipt)
        #expect(receipt.data == ["owner": "ann"])
        #expect(receipt.events == [.opened(.init(owner: "ann", email: .known("ann@x"), currency: "EUR"))])
        #expect(receipt.version == 1)
        #expect(receipt.cursor == Cursor(epoch: 1, position: 2))
        #expect(!receipt.isRepeated)
    }

    @Test func `a refusal stores nothing`() async throws {
        let stream = try await bank.open("1", balance: 10)
        let outcome = try await bank.send(MoveMoney(stream: stream, amount: -11))
        #expect(outcome.refusal == .overdrawn(balance: 10))
        #expect(try await bank.balance(stream) == 10)
    }

    @Test func `every violation of the input is told at once`() async throws {
        let outcome = try await bank.send(OpenAccount(stream: Bank.stream("1"), owner: "", email: "nonsense"))
        guard case .invalid(let violations) = outcome else { return #expect(Bool(false), "\(outcome)") }
        #expect(violations.map(\.path) == [["owner"], ["email"]])
        #expect(try await bank.store.head().position == .start)
    }

    @Test func `who may not send it learns nothing about the input`() async throws {
        let command = OpenAccount(stream: Bank.stream("1"), owner: "", email: "")
        let outcome = try await bank.send(command, caller: Caller(actor: "user:2"))
        guard case .forbidden = outcome else { return #expect(Bool(false), "\(outcome)") }
    }

    @Test func `a repeated command gives the first outcome although it would now be refused`() async throws {
        let stream = try await bank.open("1", balance: 10)
        let id = bank.newID()
        let first = try await bank.send(MoveMoney(stream: stream, amount: -10), id: id)
        let second = try await bank.send(MoveMoney(stream: stream, amount: -10), id: id)
        #expect(second.receipt?.isRepeated == true)
        #expect(second.receipt?.data == first.receipt?.data)
        #expect(second.receipt?.events == first.receipt?.events)
        #expect(second.receipt?.cursor == first.receipt?.cursor)
        #expect(second.receipt?.version == first.receipt?.version)
        #expect(try await bank.balance(stream) == 0)
    }

    @Test func `a command id that was used for something else is refused, whatever would be decided`() async throws {
        let stream = try await bank.open("1", balance: 10)
        let id = bank.newID()
        _ = try await bank.send(MoveMoney(stream: stream, amount: 1), id: id)
        for amount in [2, -100] as [Int64] {
            let outcome = try await bank.send(MoveMoney(stream: stream, amount: amount), id: id)
            guard case .idReused = outcome else { return #expect(Bool(false), "\(outcome)") }
        }
        #expect(try await bank.balance(stream) == 11)
    }

    @Test func `a further stream that is taken can be a refusal`() async throws {
        _ = try await bank.send(OpenAccount(stream: Bank.stream("1"), owner: "ann", email: "a@b"))
        let outcome = try await bank.send(OpenAccount(stream: Bank.stream("2"), owner: "ann", email: "a@b"))
        #expect(outcome.refusal == .nameTaken)
        #expect(try await bank.store.read(StreamQuery(Bank.stream("2"), in: bank.tenant)).state == .absent)
    }

    @Test func `64 commands at once on one account lose no money`() async throws {
        let stream = try await bank.open("1", balance: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for amount in 1...64 {
                group.addTask {
                    let outcome = try await bank.send(MoveMoney(stream: stream, amount: Int64(amount)))
                    #expect(outcome.receipt != nil)
                }
            }
            try await group.waitForAll()
        }
        #expect(try await bank.balance(stream) == 64 * 65 / 2)
    }

    @Test func `an account is never overdrawn however many withdraw at once`() async throws {
        let stream = try await bank.open("1", balance: 10)
        let done = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<32 {
                group.addTask { try await bank.send(MoveMoney(stream: stream, amount: -1)).receipt != nil }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(done == 10)
        #expect(try await bank.balance(stream) == 0)
    }

    @Test func `a snapshot changes nothing but the length of the read`() async throws {
        let stream = try await bank.open("1", balance: 0)
        for _ in 0..<20 { _ = try await bank.send(MoveMoney(stream: stream, amount: 3)) }
        let kept = try await bank.store.snapshot(of: stream, in: bank.tenant, schema: 1)
        #expect((kept?.version ?? .empty) > 15)
        let with = try await LoadAggregate(store: bank.store, snapshots: bank.store)
            .load(stream, in: bank.tenant, as: Account.self)
        let without = try await LoadAggregate(store: bank.store).load(stream, in: bank.tenant, as: Account.self)
        #expect(with.state == without.state)
        #expect(with.version == without.version)
        #expect(with.snapshotVersion == kept?.version)
    }

    @Test func `a state can be had as it was at a position and at a time`() async throws {
        let stream = try await bank.open("1", balance: 5)
        let position = try await bank.store.head().position
        let time = bank.clock.wallTime
        bank.clock.advance(by: .seconds(1))
        _ = try await bank.send(MoveMoney(stream: stream, amount: 7))
        let loader = LoadAggregate(store: bank.store, snapshots: bank.store)
        for moment in [LoadAggregate.Moment.position(position), .time(time)] {
            let loaded = try await loader.load(stream, in: bank.tenant, as: Account.self, at: moment)
            #expect(loaded.state.balance == 5)
        }
        #expect(try await bank.balance(stream) == 12)
    }

    @Test func `a command whose deadline has passed is not stored`() async throws {
        let stream = try await bank.open("1", balance: 5)
        await #expect(throws: CommandFailure.self) {
            try await bank.handle(
                CommandEnvelope(
                    MoveMoney(stream: stream, amount: 1), id: bank.newID(), tenant: bank.tenant,
                    caller: Caller(actor: nil), deadline: bank.clock.now))
        }
        #expect(try await bank.balance(stream) == 5)
    }

    @Test func `an ended stream is told apart from a failure, and its last command can be repeated`() async throws {
        let stream = try await bank.open("1", balance: 5)
        let envelope = CommandEnvelope(
            MoveMoney(stream: stream, amount: 9), id: bank.newID(), tenant: bank.tenant,
            caller: Caller(actor: "user:1"), deadline: bank.clock.now)
        let closing = Append(
            tenant: bank.tenant, command: envelope.id, request: envelope.request,
            streams: [StreamAppend(to: stream, expected: .any, events: [], closesStream: true)])
        _ = try await bank.store.append([closing])
        let outcome = try await bank.send(MoveMoney(stream: stream, amount: 1))
        guard case .streamClosed(stream) = outcome else { return #expect(Bool(false), "\(outcome)") }
        let repeated = try await bank.send(MoveMoney(stream: stream, amount: 9), id: closing.command)
        #expect(repeated.receipt?.isRepeated == true)
    }

    @Test func `an id that somebody else has used gives nobody their outcome, unless it names a fact`() async throws {
        let stream = try await bank.open("1", balance: 5)
        let id = bank.newID()
        _ = try await bank.send(MoveMoney(stream: stream, amount: 2), id: id)
        let other = Caller(actor: "user:2", permissions: ["open"])
        let taken = try await bank.send(MoveMoney(stream: stream, amount: 2), id: id, caller: other)
        guard case .idReused = taken else { return #expect(Bool(false), "\(taken)") }
        let fact = bank.newID()
        for actor in ["user:1", "user:2"] as [ActorID] {
            let told = try await bank.handle(
                CommandEnvelope(
                    MoveMoney(stream: stream, amount: 1), id: fact, tenant: bank.tenant, caller: Caller(actor: actor),
                    deadline: bank.clock.now + .seconds(5), isIDOfActor: false))
            #expect(told.receipt?.isRepeated == (actor == "user:2"))
        }
        #expect(try await bank.balance(stream) == 8)
    }
}
