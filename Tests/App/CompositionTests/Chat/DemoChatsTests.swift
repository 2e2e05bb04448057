import Chat
import EventSourcing
import Lifecycle
import Prelude
import Testing

@testable import Composition

struct DemoChatsTests {
    private func events(_ store: InMemoryEventStore) async throws -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        while true {
            let page = try await store.read(LogQuery(after: events.last?.position ?? .start, limit: 1_000))
            if page.events.isEmpty { return events }
            events += page.events
        }
    }

    @Test func `what is written twice is there once, and is what was asked for`() async throws {
        let clock = SystemClock()
        let store = InMemoryEventStore(now: { clock.wallTime })
        let demo = DemoChats(store, tenant: "demo", clock: clock)
        let plan = ChatPlan(chats: 200, messages: 2_500, people: 80, seed: 3)
        var told = 0
        try await demo.write(plan) { told = $0 }
        #expect(told == 2_500)
        let made = try await events(store)
        func count(_ name: EventName) -> Int { made.count { $0.name == name } }
        #expect((180...200).contains(count(ChatCreated.name)))
        #expect(count(MessageSent.name) == 2_500)
        for name in [MessageEdited.name, MessageDeleted.name, MessagesMarkedAsRead.name] { #expect(count(name) > 10) }
        try await demo.write(plan) { _ in }
        #expect(try await events(store).count == made.count)
    }

    @Test func `every list of it comes out of the projection`() async throws {
        let clock = SystemClock()
        let store = InMemoryEventStore(now: { clock.wallTime })
        let demo = DemoChats(store, tenant: "demo", clock: clock)
        try await demo.write(ChatPlan(chats: 20, messages: 300, people: 4, seed: 1)) { _ in }
        let projection = ChatProjection()
        for event in try await events(store) {
            #expect(projection.filter.admits(event) && event.tenant == "demo")
            if event.stream.category == Message.category {
                #expect(throws: Never.self) { try Message.codec.decode(event) }
            }
        }
    }
}
