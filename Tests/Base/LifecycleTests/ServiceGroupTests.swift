import Glibc
import Prelude
import Telemetry
import Testing

@testable import Lifecycle

struct ServiceGroupTests {
    private struct Broken: Error, Equatable {}

    /// Notes what happens to it; behaves as its closures say.
    private struct Part: Service {
        let name: String
        let events: Lock<[String]>
        var onStart: @Sendable () async throws -> Void = {}
        var onRun: @Sendable () async throws -> Void = { await untilCancelled() }
        var onStop: @Sendable () async -> Void = {}

        func start() async throws {
            try await onStart()
            events.withLock { $0.append("start \(name)") }
        }

        func run() async throws { try await onRun() }

        func stop() async {
            events.withLock { $0.append("stop \(name)") }
            await onStop()
        }
    }

    private let events = Lock<[String]>([])
    private var all: [String] { events.withLock { $0 } }

    @Test func `services start in order and stop in reverse`() async throws {
        let health = HealthRegistry()
        let group = ServiceGroup(["a", "b", "c"].map { Part(name: $0, events: events) }, health: health)
        async let outcome = group.run()
        while !health.report().isReady { await Task.yield() }
        group.drain()
        group.drain()
        #expect(try await outcome == .drained)
        #expect(all == ["start a", "start b", "start c", "stop c", "stop b", "stop a"])
        #expect(!health.report().isReady)
        #expect(health.report().readinessText.contains("[-] draining"))
    }

    @Test func `a service that cannot start stops those before it and is named`() async {
        let group = ServiceGroup([
            Part(name: "a", events: events), Part(name: "b", events: events, onStart: { throw Broken() }),
            Part(name: "c", events: events),
        ])
        let failure = await #expect(throws: ServiceFailure.self) { _ = try await group.run() }
        #expect(failure?.service == "b" && failure?.phase == .starting)
        #expect(failure?.underlying is Broken)
        #expect(all == ["start a", "stop a"])
    }

    @Test(arguments: [true, false])
    func `a service that ends stops the rest`(throwing: Bool) async {
        let parts = [
            Part(name: "a", events: events),
            Part(name: "b", events: events, onRun: { if throwing { throw Broken() } }),
        ]
        let failure = await #expect(throws: ServiceFailure.self) { _ = try await ServiceGroup(parts).run() }
        #expect(failure?.service == "b" && failure?.phase == .running)
        #expect((failure?.underlying is Broken) == throwing)
        #expect(all == ["start a", "start b", "stop b", "stop a"])
    }

    @Test func `at the deadline what still stops is cancelled and the group ends`() async throws {
        let clock = ManualClock()
        let wasCancelled = OneShot<Bool>()
        let stuck = Part(
            name: "stuck", events: events,
            onStop: {
                await untilCancelled()
                wasCancelled.set(Task.isCancelled)
            })
        let group = ServiceGroup([stuck], drainDeadline: .seconds(30), clock: clock)
        async let outcome = group.run()
        while !all.contains("start stuck") { await Task.yield() }
        group.drain()
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(30))
        #expect(try await outcome == .deadlinePassed)
        #expect(await wasCancelled.wait())
    }

    @Test func `between not ready and the first stop load balancers have time to notice`() async throws {
        let (clock, health) = (ManualClock(), HealthRegistry())
        let group = ServiceGroup(
            [Part(name: "a", events: events)], preStop: .seconds(5), clock: clock, health: health)
        async let outcome = group.run()
        while !health.report().isReady { await Task.yield() }
        group.drain(letsTrafficLeave: true)
        await clock.waitForSleepers(2)
        #expect(!health.report().isReady)
        #expect(all == ["start a"])
        clock.advance(by: .seconds(5))
        #expect(try await outcome == .drained)
        #expect(all == ["start a", "stop a"])
    }

    @Test func `a service that ignores everything does not hold the group`() async throws {
        let never = OneShot<Void>()
        let stuck = Part(name: "stuck", events: events, onStop: { await never.wait() })
        let group = ServiceGroup([stuck], clock: ManualClock())
        async let outcome = group.run()
        while !all.contains("start stuck") { await Task.yield() }
        group.drain()
        while !all.contains("stop stuck") { await Task.yield() }
        group.force()
        #expect(try await outcome == .forced)
        never.set(())
    }

    @Test func `only parts that gate readiness take it away`() {
        let health = HealthRegistry()
        let store = health.check("postgres", gatesReadiness: true)
        let cache = health.check("redis", gatesReadiness: false)
        health.didStart()
        #expect(!health.report().isReady)
        store.set(.ok)
        #expect(health.report().isReady)
        store.set(.degraded("slow"))
        cache.set(.failing("refused"))
        #expect(health.report().isReady)
        #expect(
            health.report().readinessText == """
                [+] started
                [~] postgres: slow
                [-] redis: refused (not required)
                ready

                """)
    }

    /// In a child process, because signals belong to the whole process.
    @Test func `signals arrive in order and are counted, and a closed pipe is no signal`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            let seen = Lock<[ProcessSignals.Signal]>([])
            let done = OneShot<Void>()
            try ProcessSignals.observe { signal in
                let count = seen.withLock { list in
                    list.append(signal)
                    return list.count
                }
                if count == 3 { done.set(()) }
            }
            for number in [SIGHUP, SIGTERM, SIGINT] {
                let before = seen.withLock { $0.count }
                kill(getpid(), number)
                while seen.withLock({ $0.count }) == before { await Task.yield() }
            }
            await done.wait()
            var ends: [Int32] = [0, 0]
            pipe(&ends)
            close(ends[0])
            guard write(ends[1], "x", 1) == -1, errno == EPIPE else { exit(1) }
            let wanted: [ProcessSignals.Signal] = [
                .reload, .stop(count: 1, isTerminal: false), .stop(count: 2, isTerminal: true),
            ]
            exit(seen.withLock { $0 } == wanted ? 7 : 2)
        }
    }

    @Test func `the log's thread writes everything before it finishes`() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let buffer = LogBuffer(format: .json)
        let log = LogTarget(sink: buffer, levels: LogLevels()).log("m")
        log.info("before")
        let drain = try LogDrain(buffer, to: ends[1])
        for index in 0..<100 { log.info("line \(index)") }
        drain.finish()
        close(ends[1])
        var text: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(ends[0], &part, part.count)
            if count <= 0 { break }
            text += part[..<count]
        }
        close(ends[0])
        #expect(text.count { $0 == 0x0a } == 101)
    }

    @Test func `the process shows its memory, descriptors and time`() {
        let registry = MetricsRegistry()
        ProcessMetrics.register(in: registry, startedAt: 5)
        let text = String(decoding: MetricsText.write(registry), as: UTF8.self)
        #expect(text.contains("process_start_time_seconds 5\n"))
        #expect(ProcessMetrics.residentBytes() > 1 << 20)
        #expect(ProcessMetrics.openDescriptors() >= 3)
        #expect(ProcessMetrics.cpuSeconds() > 0)
    }
}
