import JSON
import Prelude
import Testing

@testable import Telemetry

struct TracingTests {
    private let header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    @Test func `a header is read and written back`() throws {
        let context = try #require(TraceContext(traceparent: header.utf8))
        #expect(context.traceText == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(context.isSampled)
        #expect(context.traceparent == header)
        #expect(TraceContext(traceparent: "cc-\(header.dropFirst(3))-more".utf8) != nil)
    }

    @Test(arguments: [
        "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
    ])
    func `a broken header begins a new trace`(text: String) {
        #expect(TraceContext(traceparent: text.utf8) == nil)
        let source = TraceIDSource(seed: 1)
        #expect(source.join(TraceContext(traceparent: text.utf8)).traceHigh != 0)
    }

    @Test func `a caller's trace goes on with a span of our own and its decision`() throws {
        let caller = try #require(TraceContext(traceparent: "\(header.dropLast())0".utf8))
        let own = TraceIDSource(ratio: 1, seed: 1).join(caller)
        #expect(own.traceText == caller.traceText)
        #expect(own.span != caller.span)
        #expect(!own.isSampled)
    }

    @Test func `the ratio decides about new traces`() {
        func sampled(_ ratio: Double) -> Int {
            let source = TraceIDSource(ratio: ratio, seed: 7)
            return (0..<10_000).count { _ in source.newTrace().isSampled }
        }
        #expect(sampled(0) == 0)
        #expect(sampled(1) == 10_000)
        #expect((2300...2700).contains(sampled(0.25)))
    }

    @Test func `the queue is bounded and counts what it drops`() {
        let queue = SpanQueue(countMax: 3)
        let source = TraceIDSource(seed: 1)
        for index in 0..<5 { queue.record(span(source.newTrace(), "s\(index)")) }
        queue.record(span(TraceIDSource(ratio: 0, seed: 1).newTrace(), "not sampled"))
        #expect(queue.droppedCount == 2)
        #expect(queue.take(atMost: 2).map(\.name) == ["s0", "s1"])
        #expect(queue.take(atMost: 2).map(\.name) == ["s2"])
    }

    private func span(_ context: TraceContext, _ name: String) -> Span {
        Span(
            context: context, parent: 9, name: name, kind: .server, start: Timestamp(microseconds: 1_000_001),
            end: Timestamp(microseconds: 2_000_000), attributes: ["n": 5, "password": "x", "ok": true, "r": 0.5],
            outcome: .error("bad"))
    }

    @Test func `the exported form is that of OTLP over HTTP in JSON`() {
        let context = TraceContext(traceHigh: 10, traceLow: 11, span: 12, isSampled: true)
        let body = SpanEncoding.body([span(context, "GET /")], resource: ["service.name": "belvedere"])
        #expect(
            String(decoding: body, as: UTF8.self) == """
                {"resourceSpans":[{"resource":{"attributes":[\
                {"key":"service.name","value":{"stringValue":"belvedere"}}]},\
                "scopeSpans":[{"scope":{"name":"belvedere"},"spans":[{"traceId":"000000000000000a000000000000000b",\
                "spanId":"000000000000000c","parentSpanId":"0000000000000009","name":"GET /","kind":2,\
                "startTimeUnixNano":"1000001000","endTimeUnixNano":"2000000000","attributes":[\
                {"key":"n","value":{"intValue":"5"}},{"key":"password","value":{"stringValue":"[redacted]"}},\
                {"key":"ok","value":{"boolValue":true}},{"key":"r","value":{"doubleValue":0.5}}],\
                "status":{"code":2,"message":"bad"}}]}]}]}
                """)
    }
}
