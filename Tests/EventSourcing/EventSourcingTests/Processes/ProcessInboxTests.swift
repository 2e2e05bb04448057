import EventSourcingTesting
import JSON
import Lifecycle
import Prelude
import Testing

@testable import EventSourcing

struct ProcessInboxTests {
    let clock = ManualClock()
    let log: InMemoryEventStore
    let store: InMemoryProjectionStore

    init() {
        let clock = clock
        log = InMemoryEventStore { clock.wallTime }
        store = InMemoryProjectionStore { clock.wallTime }
    }

    private struct Nobody: ActionDispatcher {
        func perform(_ request: ActionRequest) async -> ActionAnswer { .done(.null) }
    }

    private func context(_ change: (inout ProcessLimits) -> Void = { _ in }) -> ProcessContext {
        var limits = ProcessLimits()
        change(&limits)
        return ProcessContext(
            node: "node",
            streams: ProcessStreams(store: log, batcher: Batcher(store: log, clock: clock), clock: clock),
            store: store, source: StoreSource(log), dispatcher: Nobody(), clock: clock, limits: limits)
    }

    private func id(_ order: String, _ tenant: TenantID = "t") throws -> ProcessID {
        try #require(ProcessID("fulfilment", tenant, instance: order))
    }

    private func send(_ name: EventName, to order: String, in tenant: TenantID = "t", _ body: String = "") async throws
    {
        let scope = LawScope(log as any EventStore, seed: .random(in: 0 ... .max))
        let stream = StreamName(stored: "order:\(order)", categoryBytes: 5)
        _ = try await log.append([
            scope.append(
                [StreamAppend(to: stream, expected: .any, events: [NewEvent(name: name, body: Array(body.utf8))])],
                tenant: tenant)
        ])
    }

    /// A process that waits for an operator, with so many inputs behind it.
    private func parked(_ order: String, queued: Int) async throws {
        var record = ProcessRecord()
        (record.status, record.reason) = (.parked, "for a test")
        record.queued = (0..<queued).map { GlobalPosition(Int64($0 - queued)) }
        try await store(ProcessTransition(cause: "a test", record: record).event, in: id(order))
    }

    private func store(_ event: NewEvent, in id: ProcessID) async throws {
        let scope = LawScope(log as any EventStore, seed: .random(in: 0 ... .max))
        _ = try await log.append([
            scope.append([StreamAppend(to: id.stream, expected: .any, events: [event])], tenant: id.tenant)
        ])
    }

    private func record(_ id: ProcessID) async throws -> ProcessRecord {
        try await context().streams.current(id).record
    }

    private func checkpoint() async throws -> Cursor? {
        try await store.records(of: ProcessInbox<Fulfilment>.name(of: "fulfilment")).first?.checkpoint
    }

    /// Steps until there is nothing left to do.
    private func run(_ inbox: inout ProcessInbox<Fulfilment>) async throws {
        clock.advance(by: .seconds(2))
        while try await inbox.step() {}
    }

    private let full = ProcessMachine<Fulfilment>.queuedMax

    @Test func `a process without room holds up nobody else, and gets its inputs in order when it has room`()
        async throws
    {
        try await parked("7", queued: full)
        var inbox = ProcessInbox(Fulfilment(), context: context())
        try await inbox.create()
        for _ in 0..<250 { try await send("shop.cancelled.1", to: "7") }
        try await send("shop.confirmed.1", to: "8", in: "other")
        try await run(&inbox)
        #expect(try await record(id("8", "other")).steps.map(\.step.name) == ["reserve"])
        #expect(try await record(id("7")).queued.count == full)
        #expect(try await checkpoint()?.position == log.head().position)
        let waiting = try await store.parked(inbox.generation, after: .start, limit: 1_000)
        #expect(waiting.map(\.position) == (2...251).map { GlobalPosition(Int64($0)) })

        // Another node goes on where this one was killed.
        var record = try await record(id("7"))
        record.queued.removeFirst(full)
        try await store(ProcessTransition(cause: "somebody made room", record: record).event, in: id("7"))
        try await send("shop.confirmed.1", to: "7")
        var next = ProcessInbox(Fulfilment(), context: context { $0.batchEvents = 7 })
        try await run(&next)
        let queued = try await self.record(id("7")).queued
        #expect(queued.prefix(250) == waiting.map(\.position)[...])
        #expect(queued.count == 251 && queued == queued.sorted())
        #expect(try await store.parked(next.generation, after: .start, limit: 1_000) == [])
        try await send("shop.cancelled.1", to: "7")
        try await run(&next)
        #expect(try await self.record(id("7")).queued.count == 252)
    }

    @Test func `a process that cannot be read holds up nobody else and goes on when it can`() async throws {
        try await store(NewEvent(name: ProcessTransition.name, body: Array("no JSON".utf8)), in: id("7"))
        var inbox = ProcessInbox(Fulfilment(), context: context())
        try await inbox.create()
        try await send("shop.confirmed.1", to: "7")
        try await send("shop.confirmed.1", to: "8")
        try await run(&inbox)
        #expect(try await record(id("8")).steps.count == 1)
        let waiting = try await store.parked(inbox.generation, after: .start, limit: 10)
        #expect(waiting.map(\.key) == ["t/process.fulfilment:7"])
        #expect(waiting.first?.reason.contains("no transition of a process") == true)
        try await store(ProcessTransition(cause: "mended", record: ProcessRecord()).event, in: id("7"))
        try await run(&inbox)
        #expect(try await record(id("7")).steps.count == 1)
        #expect(try await store.parked(inbox.generation, after: .start, limit: 10) == [])
    }

    @Test func `what waits is bounded, and what was handled before the bound is not handled again`() async throws {
        try await parked("7", queued: full)
        var inbox = ProcessInbox(Fulfilment(), context: context { $0.overflowMax = 3 })
        try await inbox.create()
        for _ in 0..<5 { try await send("shop.cancelled.1", to: "7") }
        do throws(ProcessError) {
            for _ in 0..<20 { _ = try await inbox.step() }
            Issue.record("everything is taken")
        } catch {
            guard case .full("fulfilment") = error else { Issue.record("the error is \(error)"); return }
        }
        #expect(try await checkpoint()?.position == 4)
        #expect(try await store.parked(inbox.generation, after: .start, limit: 10).map(\.position) == [2, 3, 4])
        let streams = context().streams
        let ended = ProcessAdministration(streams: streams, log: log, store: store)
        _ = try await ended.resolve(id("7"), note: "", by: "me")
        var next = ProcessInbox(Fulfilment(), context: context { $0.overflowMax = 3 })
        await inbox.release()
        try await run(&next)
        #expect(try await checkpoint()?.position == log.head().position)
        #expect(try await store.parked(next.generation, after: .start, limit: 10) == [])
    }

    @Test func `an input that an operator skips is not given to its process`() async throws {
        try await parked("7", queued: full)
        var inbox = ProcessInbox(Fulfilment(), context: context())
        try await inbox.create()
        try await send("shop.cancelled.1", to: "7")
        try await run(&inbox)
        #expect(try await store.judge(inbox.generation, key: nil, verdict: .skip) == 1)
        try await run(&inbox)
        #expect(try await store.parked(inbox.generation, after: .start, limit: 10) == [])
        #expect(try await record(id("7")).queued.count == full)
    }

    @Test func `an inbox whose log was restored reads its place again`() async throws {
        var inbox = ProcessInbox(Fulfilment(), context: context())
        try await inbox.create()
        try await send("shop.confirmed.1", to: "7")
        try await run(&inbox)
        log.restore(through: 1)
        await #expect(throws: ProcessError.self) { try await run(&inbox) }
        #expect(!inbox.holdsLease)
    }
}
