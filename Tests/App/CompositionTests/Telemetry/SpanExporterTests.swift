import Glibc
import HTTP
import HTTPClient
import Lifecycle
import Networking
import Prelude
import Server
import Telemetry
import Testing

@testable import Composition

struct SpanExporterTests {
    /// A collector that answers as told and keeps what it got.
    private final class Collector: Sendable {
        let bodies = Lock<[[UInt8]]>([])
        let answers: Lock<[HTTPStatus]>
        let group: EventLoopGroup
        let server: HTTPServer
        let pool: WorkerPool
        let client: HTTPClient
        let address: WebAddress

        init(_ answers: [HTTPStatus]) async throws {
            let (bodies, remaining) = (bodies, Lock(answers))
            self.answers = remaining
            group = try EventLoopGroup(count: 1)
            server = try HTTPServer(
                HTTPServer.Configuration(address: .loopback(port: 0)),
                router: Router([
                    Route("/v1/traces", [.post]) { exchange in
                        let body = exchange.request.body
                        bodies.withLock { $0.append(body) }
                        exchange.respond(remaining.withLock { $0.isEmpty ? .ok : $0.removeFirst() })
                    }
                ]), loops: group.loops)
            try await server.start()
            pool = try WorkerPool(name: "resolver", threads: 1, queueMax: 4)
            client = HTTPClient(Connector(resolver: Resolver(pool: pool)), loops: group)
            address = try #require(WebAddress("http://127.0.0.1:\(server.address.port)/v1/traces"))
        }

        func stop() async {
            client.closeIdle()
            await server.drain(within: .milliseconds(200))
            let ended = OneShot<Void>()
            _ = try? DedicatedThread(name: "stop") { [group, pool] in
                group.stop()
                pool.stop()
                ended.set(())
            }
            await ended.wait()
        }
    }

    private func queue(_ count: Int) -> SpanQueue {
        let (queue, source) = (SpanQueue(), TraceIDSource(seed: 3))
        for index in 0..<count {
            let moment = Timestamp(microseconds: 1_700_000_000_000_000)
            queue.record(
                Span(
                    context: source.newTrace(), name: "span \(index)", kind: .server, start: moment,
                    end: moment.advanced(microseconds: 5)))
        }
        return queue
    }

    private func exporter(
        _ queue: SpanQueue, _ collector: Collector, _ metrics: MetricsRegistry, clock: ManualClock
    ) -> SpanExporter {
        SpanExporter(
            queue, to: collector.address, client: collector.client, resource: ["service.name": "test"],
            metrics: metrics, clock: clock)
    }

    private func text(_ metrics: MetricsRegistry) -> String {
        String(decoding: MetricsText.write(metrics), as: UTF8.self)
    }

    @Test func `spans go out in batches at every interval and at the end`() async throws {
        let (collector, metrics, clock) = (try await Collector([]), MetricsRegistry(), ManualClock())
        let queue = queue(600)
        let exporter = exporter(queue, collector, metrics, clock: clock)
        let running = Task { try await exporter.run() }
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(5))
        await clock.waitForSleepers(1)
        #expect(collector.bodies.withLock { $0.count } == 2)
        #expect(text(metrics).contains("belvedere_spans_sent_total 600\n"))
        let first = collector.bodies.withLock { String(decoding: $0[0], as: UTF8.self) }
        #expect(first.contains("\"name\":\"span 0\"") && first.contains("\"name\":\"span 511\""))
        let last = TraceIDSource(seed: 9).newTrace()
        let moment = Timestamp(microseconds: 1)
        queue.record(Span(context: last, name: "last", kind: .client, start: moment, end: moment))
        running.cancel()
        await exporter.stop()
        #expect(collector.bodies.withLock { $0.count } == 3)
        try await running.value
        await collector.stop()
    }

    @Test func `a collector that is busy is asked again, one that refuses is not`() async throws {
        let (collector, metrics, clock) = (
            try await Collector([.unavailable, .ok, .badRequest]), MetricsRegistry(), ManualClock()
        )
        let queue = queue(3)
        let exporter = exporter(queue, collector, metrics, clock: clock)
        let running = Task { try await exporter.run() }
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(5))
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(1))
        await clock.waitForSleepers(1)
        #expect(collector.bodies.withLock { $0.count } == 2)
        #expect(text(metrics).contains("belvedere_spans_sent_total 3\n"))
        queue.record(self.queue(1).take(atMost: 1)[0])
        clock.advance(by: .seconds(5))
        await clock.waitForSleepers(1)
        #expect(collector.bodies.withLock { $0.count } == 3)
        #expect(text(metrics).contains("belvedere_spans_failed_total 1\n"))
        running.cancel()
        try await running.value
        await collector.stop()
    }
}

struct ProcessLogTests {
    @Test func `lines of the process reach its descriptor as JSON when it is no terminal`() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let log = try ProcessLog(.auto, levels: LogLevels(), to: ends[1])
        log.target.log("test").info("hello", ["port": 4000])
        log.finish()
        close(ends[1])
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(ends[0], &bytes, bytes.count)
        close(ends[0])
        let line = String(decoding: bytes[..<max(count, 0)], as: UTF8.self)
        #expect(line.hasPrefix("{\"ts\":\""))
        #expect(line.hasSuffix("\"level\":\"info\",\"module\":\"test\",\"msg\":\"hello\",\"port\":4000}\n"))
    }
}
