import JSON
import Prelude
import Testing

@testable import Telemetry

struct MetricsTests {
    private func text(_ registry: MetricsRegistry) -> String {
        String(decoding: MetricsText.write(registry), as: UTF8.self)
    }

    @Test func `counters, gauges and samples are written in the order of their names`() {
        let registry = MetricsRegistry()
        registry.sample("z_value", help: "sampled") { 2.5 }
        registry.gauge("m_level", help: "level").set(-3)
        registry.counter("a_total", help: "all").add(5)
        #expect(
            text(registry) == """
                # HELP a_total all
                # TYPE a_total counter
                a_total 5
                # HELP m_level level
                # TYPE m_level gauge
                m_level -3
                # HELP z_value sampled
                # TYPE z_value gauge
                z_value 2.5

                """)
    }

    @Test func `a histogram counts each bucket with those below it`() {
        let registry = MetricsRegistry()
        let histogram = registry.histogram("h_seconds", help: "h", bounds: [0.1, 1])
        for value in [0.05, 0.1, 0.5, 3, .nan, .infinity] { histogram.observe(value) }
        #expect(
            text(registry).split(separator: "\n").dropFirst(2).joined(separator: "\n") == """
                h_seconds_bucket{le="0.1"} 2
                h_seconds_bucket{le="1"} 3
                h_seconds_bucket{le="+Inf"} 4
                h_seconds_sum 3.65
                h_seconds_count 4
                """)
    }

    @Test func `label values and help texts cannot break out of their place`() {
        let registry = MetricsRegistry()
        let family = registry.counters("c_total", help: "a\nb\\", labels: [("path", .firstSeen(5))])
        family("x\"}\n evil{\\").add()
        #expect(text(registry).contains("# HELP c_total a\\nb\\\\\n"))
        #expect(text(registry).contains("c_total{path=\"x\\\"}\\n evil{\\\\\"} 1\n"))
    }

    @Test func `values that clients make up become other`() {
        let registry = MetricsRegistry()
        let known = registry.counters("k_total", help: "k", labels: [("reason", .known(["a", "b"]))])
        let seen = registry.counters("s_total", help: "s", labels: [("name", .firstSeen(2))])
        for name in ["a", "b", "c", "d", "c"] {
            known(name).add()
            seen(name).add()
        }
        for _ in 0..<5000 { seen("\(Int.random(in: 0..<1_000_000))").add() }
        #expect(known("other").value == 3)
        #expect(seen("other").value == 5003)
        #expect(seen("a").value == 1)
        #expect(known.series.count == 3 && seen.series.count == 3)
    }

    @Test func `additions from many tasks are all counted`() async {
        let counter = Counter()
        let histogram = Histogram(bounds: [1])
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<10_000 {
                        counter.add()
                        histogram.observe(0.5)
                    }
                }
            }
        }
        #expect(counter.value == 80_000)
        #expect(histogram.count == 80_000)
        #expect(histogram.sum == 40_000)
    }

    @Test func `a collector is sent every series with its labels, sums since the start and buckets by themselves`()
        throws
    {
        let registry = MetricsRegistry()
        registry.counters("a_total", help: "all", labels: [("kind", .known(["x"]))])("x").add(5)
        registry.gauge("b_level", help: "level").set(-3)
        registry.histogram("c_seconds", help: "c", bounds: [0.5, 1]).observe(0.75)
        registry.sample("d_value", help: "d", isCounter: true) { 2.5 }
        registry.sample("e_none", help: "e") { .nan }
        let body = MetricsEncoding.body(
            registry, resource: ["service.name": "s"], started: Timestamp(microseconds: 1),
            now: Timestamp(microseconds: 2))
        let json = try JSONValue(parsing: body)
        let resource = json["resourceMetrics"]?[0]
        #expect(resource?["resource"] == ["attributes": [["key": "service.name", "value": ["stringValue": "s"]]]])
        let metrics = resource?["scopeMetrics"]?[0]?["metrics"]
        let times: [JSONValue.Member] = [
            .init("startTimeUnixNano", "1000"), .init("timeUnixNano", "2000"),
        ]
        func point(_ attributes: JSONValue, _ more: JSONValue.Member...) -> JSONValue {
            .object([.init("attributes", attributes)] + times + more)
        }
        #expect(
            metrics?[0] == [
                "name": "a_total", "description": "all",
                "sum": [
                    "aggregationTemporality": 2, "isMonotonic": true,
                    "dataPoints": [point([["key": "kind", "value": ["stringValue": "x"]]], .init("asInt", "5"))],
                ],
            ])
        #expect(metrics?[1]?["gauge"] == ["dataPoints": [point([], .init("asInt", "-3"))]])
        let histogram = metrics?[2]?["histogram"]
        #expect(histogram?["dataPoints"]?[0]?["bucketCounts"] == ["0", "1", "0"])
        #expect(histogram?["dataPoints"]?[0]?["count"] == "1")
        #expect(histogram?["dataPoints"]?[0]?["explicitBounds"]?.items?.count == 2)
        #expect(metrics?[3]?["sum"]?["dataPoints"]?[0]?["asDouble"] == 2.5)
        #expect(metrics?[4] == ["name": "e_none", "description": "e"], "what is no number has no point")
    }
}
