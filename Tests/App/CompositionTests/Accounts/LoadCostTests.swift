import Accounts
import Chat
import Companies
import Composition
import EventSourcing
import JSON
import Lifecycle
import Prelude
import Testing

/// Counts the events that are read from a store.
private final class CountingStore: EventStore {
    private let store: any EventStore
    private let count = Lock(0)

    init(_ store: any EventStore) { self.store = store }

    var eventsRead: Int { count.withLock { $0 } }

    func append(_ batch: [Append]) async throws(EventStoreError) -> [AppendResult] { try await store.append(batch) }

    func outcome(of command: CommandID, in tenant: TenantID) async throws(EventStoreError) -> RecordedOutcome? {
        try await store.outcome(of: command, in: tenant)
    }

    func read(_ query: StreamQuery) async throws(EventStoreError) -> StreamPage {
        let page = try await store.read(query)
        count.withLock { $0 += page.events.count }
        return page
    }

    func read(_ query: LogQuery) async throws(EventStoreError) -> LogPage { try await store.read(query) }
    func head() async throws(EventStoreError) -> LogHead { try await store.head() }
}

/// Streams that strangers lengthen are not folded from their beginning.
@Suite(.timeLimit(.minutes(8)))
struct LoadCostTests {
    /// Appends events as if they had been there before snapshots were, then lets one command see them and loads anew.
    private func eventsRead<State: Aggregate>(
        of type: State.Type, _ stream: StreamName, _ events: [State.Event], then: (HandleCommand) async throws -> Void
    ) async throws -> Int {
        var read = -1
        try await RunningNode.run { node in
            for start in stride(from: 0, to: events.count, by: 500) {
                let part = events[start..<min(start + 500, events.count)].map { State.codec.encode($0) }
                let append = Append(
                    tenant: "demo", command: .derived(from: "load-cost", "\(start)"),
                    request: RequestHash(of: Array("load-cost".utf8)), origin: CommandOrigin(actor: "test"),
                    streams: [StreamAppend(to: stream, expected: .any, events: part)])
                guard case .appended = try await node.storage.events.append([append]).first else {
                    Issue.record("the events are appended")
                    return
                }
            }
            try await then(node.node.handle)
            let store = CountingStore(node.storage.events)
            let loader = LoadAggregate(store: store, snapshots: node.storage.snapshots)
            let loaded: Loaded<State> = try await loader.load(stream, in: "demo")
            #expect(loaded.version.number > Int64(events.count))
            read = store.eventsRead
        }
        return read
    }

    private func send<Content: Command>(_ command: Content, as caller: Caller, _ handle: HandleCommand) async throws {
        let clock = SystemClock()
        let envelope = CommandEnvelope(
            command, id: .derived(from: "load-cost-command"), tenant: "demo", caller: caller,
            deadline: clock.now + .seconds(60))
        let outcome = try await handle(envelope)
        #expect(outcome.receipt != nil, "\(outcome)")
    }

    @Test func `a door at which ten thousand have failed is seen by its last events`() async throws {
        let address = String(repeating: "a", count: 64)
        let failed = (0..<10_000).map { number in
            SignInEvent.failed(SignInFailed(at: Timestamp(microseconds: Int64(number)), lockedUntil: nil))
        }
        let read = try await eventsRead(of: SignIn.self, SignIn.stream(address), failed) { handle in
            try await send(SettleSignIn(address: address, session: nil), as: .system("accounts"), handle)
        }
        #expect((0...100).contains(read), "\(read)")
    }

    @Test func `a company of ten thousand comings and goings is seen by its last events`() async throws {
        let changes = (0..<10_000).map { number -> CompanyEvent in
            number == 0
                ? .created(CompanyCreated(company: "c", title: "C", inn: nil, owner: "ann"))
                : .updated(CompanyUpdated(company: "c", title: "C\(number)"))
        }
        let read = try await eventsRead(of: Company.self, Company.stream("c"), changes) { handle in
            try await send(UpdateCompany(company: "c", title: "D"), as: Caller(actor: "ann"), handle)
        }
        #expect((0...100).contains(read), "\(read)")
    }
}
