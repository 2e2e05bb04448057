import EventSourcing
import EventSourcingTesting
import JSON
import Prelude
import Testing

struct EventSealingTests {
    let sealer = InMemorySubjectSealer()
    var sealing: EventSealing { EventSealing(sealer, fields: Account.codec.personal) }

    @Test func `the log never sees a personal value, and its readers do`() async throws {
        let bank = Bank(sealing: sealing)
        let stream = Bank.stream("1")
        let outcome = try await bank.send(OpenAccount(stream: stream, owner: "ann", email: "ann@secret"))
        #expect(outcome.receipt?.events == [.opened(.init(owner: "ann", email: .known("ann@secret"), currency: "EUR"))])
        let log = try await HistoryChecker.wholeLog(of: bank.store)
        for event in log { #expect(!String(decoding: event.body, as: UTF8.self).contains("secret")) }
        #expect(log.first?.codec == .sealedJSON)
        let opened = try await sealing.open(log)
        #expect(opened.first?.codec == .json)
        #expect(try Account.codec.decode(opened[0]) == outcome.receipt?.events.first)
    }

    @Test func `a repeated command gives back what it gave first, opened`() async throws {
        let bank = Bank(sealing: sealing)
        let id = bank.newID()
        let command = OpenAccount(stream: Bank.stream("1"), owner: "ann", email: "ann@secret")
        let first = try await bank.send(command, id: id)
        let second = try await bank.send(command, id: id)
        #expect(second.receipt?.isRepeated == true)
        #expect(second.receipt?.events == first.receipt?.events)
    }

    @Test func `destroying a person's key erases their values and nobody else's`() async throws {
        let bank = Bank(sealing: sealing)
        for name in ["ann", "bob"] {
            _ = try await bank.send(OpenAccount(stream: Bank.stream(name), owner: name, email: "\(name)@x"))
        }
        try await sealer.destroyKeys(of: "ann", in: bank.tenant)
        let log = try await sealing.open(
            HistoryChecker.wholeLog(of: bank.store, filter: EventFilter(names: [Account.Opened.name])))
        let events = try log.map { try Account.codec.decode($0) }
        #expect(
            events == [
                .opened(.init(owner: "ann", email: .erased, currency: "EUR")),
                .opened(.init(owner: "bob", email: .known("bob@x"), currency: "EUR")),
            ])
        let loaded = try await LoadAggregate(store: bank.store, sealing: sealing)
            .load(Bank.stream("ann"), in: bank.tenant, as: Account.self)
        #expect(loaded.state.isOpen)
    }

    @Test func `nothing personal can be stored about an erased person`() async throws {
        let bank = Bank(sealing: sealing)
        try await sealer.destroyKeys(of: "ann", in: bank.tenant)
        await #expect(throws: CommandFailure.self) {
            try await bank.send(OpenAccount(stream: Bank.stream("1"), owner: "ann", email: "a@b"))
        }
        #expect(try await bank.store.head().position == .start)
    }

    @Test func `a sealed value cannot be changed or moved to another stream`() async throws {
        let event = Account.codec.encode(.opened(.init(owner: "ann", email: .known("a@b"), currency: "EUR")))
        let sealed = try await sealing.seal([event], to: Bank.stream("1"), in: "t")
        let text = String(decoding: sealed[0].body, as: UTF8.self)
        let tag = try #require(text.firstRange(of: #""$sealed":""#))
        // The first digit of the sealed bytes is changed to another one.
        var changed = text
        changed.replaceSubrange(tag.upperBound...tag.upperBound, with: text[tag.upperBound] == "0" ? "1" : "0")
        for (body, stream, isSound) in [(text, "1", true), (text, "2", false), (changed, "1", false)] {
            let read = RecordedEvent(
                position: 1, stream: Bank.stream(stream), version: 1, name: event.name, schemaVersion: 3,
                codec: .sealedJSON, body: Array(body.utf8),
                metadata: EventMetadata(
                    tenant: "t", id: EventID(command: .derived(from: ""), ordinal: 0), origin: CommandOrigin(),
                    occurred: Timestamp(microseconds: 0), recorded: Timestamp(microseconds: 0)))
            let opened = try? await sealing.open([read])
            #expect((opened != nil) == isSound, "\(body) in \(stream)")
        }
    }

    @Test func `keys are asked for once a page, not once an event`() async throws {
        let event = Account.codec.encode(.opened(.init(owner: "ann", email: .known("a@b"), currency: "EUR")))
        let store = newStore()
        let sealed = try await sealing.seal(Array(repeating: event, count: 50), to: Bank.stream("1"), in: "t")
        let append = Append(
            tenant: "t", command: .derived(from: "1"), request: RequestHash(of: []),
            streams: [StreamAppend(to: Bank.stream("1"), expected: .any, events: sealed)])
        _ = try await store.append([append])
        let before = sealer.lookUps
        #expect(try await sealing.open(HistoryChecker.wholeLog(of: store)).allSatisfy { $0.codec == .json })
        #expect(sealer.lookUps == before + 1)
    }
}
