import EventSourcing
import EventSourcingTesting
import Lifecycle
import Prelude
import Testing

struct ProjectionHostTests {
    let clock = SystemClock()
    let log = InMemoryEventStore { SystemClock().wallTime }
    let store = InMemoryProjectionStore { SystemClock().wallTime }
    let progress: ReadModelProgress
    let tailer: Tailer

    init() {
        progress = ReadModelProgress(store: store, clock: clock)
        tailer = Tailer(store: log, clock: clock)
    }

    private func host(
        _ node: NodeID, _ projections: [any Projection], lease: Duration = .milliseconds(300)
    ) -> ProjectionHost {
        var limits = ProjectionLimits()
        (limits.refresh, limits.lease, limits.wait) = (.milliseconds(5), lease, .milliseconds(20))
        return ProjectionHost(
            projections,
            context: ProjectionContext(
                node: node, store: store, reader: log, source: TailerSource(tailer), clock: clock, limits: limits,
                changes: ChangeFeed(), progress: progress))
    }

    private func append(_ count: Int) async throws -> Cursor {
        let scope = LawScope(log as any EventStore, seed: .random(in: 1...UInt64.max))
        for _ in 0..<count {
            let stream = StreamName(stored: "acc:\(Int.random(in: 0..<5))", categoryBytes: 3)
            _ = try await log.append([scope.append(to: stream, .any, ["1"])])
        }
        tailer.wake()
        return try await log.head().cursor
    }

    private func reached(_ names: [ProjectionName], _ cursor: Cursor) async -> Bool {
        await progress.waitUntil(names, reached: cursor, deadline: clock.now + .seconds(120)) == .reached
    }

    /// Whether it comes true in less time than the leases of these tests last.
    private func eventually(_ isTrue: () async throws -> Bool) async throws -> Bool {
        let deadline = clock.now + .seconds(45)
        while clock.now < deadline {
            if try await isTrue() { return true }
            await Task.yield()
        }
        return false
    }

    private func owners() async throws -> Set<NodeID> { Set(try await store.records(of: nil).compactMap(\.owner)) }

    /// Runs the tailer and the progress beside the hosts while the body works.
    private func running(
        _ hosts: ProjectionHost..., body: (inout ThrowingTaskGroup<Void, any Error>) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try? await tailer.run() }
            group.addTask { try? await progress.run() }
            for host in hosts { group.addTask { try? await host.run() } }
            try await body(&group)
            group.cancelAll()
        }
    }

    private func named(_ name: ProjectionName, version: Int32 = 1) -> Ledger {
        var ledger = Ledger()
        (ledger.name, ledger.codeVersion) = (name, version)
        return ledger
    }

    @Test func `a writer reads what it wrote as soon as the projections are there`() async throws {
        try await running(host("one", [named("a"), named("b")])) { _ in
            for _ in 0..<5 {
                let cursor = try await append(20)
                #expect(await reached(["a", "b"], cursor))
                #expect(store.rows(of: Generation("a", 1)) == store.rows(of: Generation("b", 1)))
            }
        }
    }

    @Test func `two nodes share the projections, and one takes over when the other is gone`() async throws {
        let names = (1...6).map { ProjectionName(validated: "p\($0)") }
        let (one, two) = (host("one", names.map { named($0) }), host("two", names.map { named($0) }))
        try await running(two) { group in
            try await withThrowingTaskGroup(of: Void.self) { inner in
                inner.addTask { try? await one.run() }
                #expect(await reached(names, try await append(20)))
                let isShared = try await eventually { try await owners().count == 2 }
                #expect(isShared)
                inner.cancelAll()
            }
            #expect(await reached(names, try await append(20)))
            let isTaken = try await eventually { try await owners() == ["two"] }
            #expect(isTaken)
        }
        let rows = store.rows(of: Generation(names[0], 1))
        for name in names { #expect(store.rows(of: Generation(name, 1)) == rows) }
    }

    @Test func `a node that stops leaves its work to another at once, however long its leases are`() async throws {
        let names = (1...6).map { ProjectionName(validated: "p\($0)") }
        let one = host("one", names.map { named($0) }, lease: .seconds(60))
        let two = host("two", names.map { named($0) }, lease: .seconds(60))
        try await running(two) { _ in
            try await withThrowingTaskGroup(of: Void.self) { inner in
                inner.addTask { try? await one.run() }
                let isShared = try await eventually { try await owners().count == 2 }
                #expect(isShared, "a share is handed over to a newcomer")
                inner.cancelAll()
            }
            let isTaken = try await eventually { try await owners() == ["two"] }
            #expect(isTaken)
            #expect(await reached(names, try await append(20)))
        }
        #expect(try await store.records(of: nil).allSatisfy { !$0.leaseIsHeld })
        #expect(try await store.heartbeat("probe", milliseconds: 1_000) == ["probe"])
    }

    @Test func `new code builds a generation beside the old one and switches to it`() async throws {
        try await running(host("one", [named("a")])) { _ in _ = await reached(["a"], try await append(30)) }
        try await running(host("two", [named("a", version: 2)])) { _ in
            let isSwitched = try await eventually {
                try await store.records(of: "a").map(\.stage) == [.retired, .live]
            }
            #expect(isSwitched)
            #expect(await reached(["a"], try await append(5)))
        }
        let live = try await store.records(of: "a").first { $0.stage == .live }
        #expect(live?.codeVersion == 2)
        #expect(live?.gate == 30)
        #expect(store.rows(of: Generation("a", 2))["moves"]?.count == 35)
    }
}
