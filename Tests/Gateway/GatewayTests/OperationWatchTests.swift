import JSON
import Telemetry
import Testing

@testable import Gateway

struct OperationWatchTests {
    private let metrics = MetricsRegistry()
    private let lines = InMemoryLog()

    private func watch(names: [String] = [], slowAfter: Duration = .seconds(1)) -> OperationWatch {
        let rejections = metrics.counters(
            "belvedere_rejected_total", help: "", labels: [("reason", .known(ErrorCode.allCases.map(\.rawValue)))])
        return OperationWatch(
            metrics, rejections: rejections, names: names, slowAfter: slowAfter,
            log: LogTarget(sink: lines, levels: LogLevels()).log("graphql"))
    }

    private func shows(_ line: String) -> Bool {
        String(decoding: MetricsText.write(metrics), as: UTF8.self).split(separator: "\n").contains { $0 == line }
    }

    @Test func `only names known beforehand have series of their own`() {
        let watch = watch(names: ["Boards"])
        watch.executed("Boards", .answered, took: .milliseconds(1))
        for number in 0..<100 { watch.executed("Made\(number)", .partial, took: .milliseconds(1)) }
        watch.executed(nil, .variablesRefused, took: .zero)
        #expect(shows(#"belvedere_graphql_operations_total{operation="Boards",outcome="answered"} 1"#))
        #expect(shows(#"belvedere_graphql_operations_total{operation="other",outcome="partial"} 100"#))
        #expect(shows(#"belvedere_graphql_operations_total{operation="other",outcome="refused"} 1"#))
        #expect(shows(#"belvedere_graphql_operation_seconds_count{operation="other"} 101"#))
    }

    @Test func `errors and refusals are counted by code, and a code that nobody knows as other`() {
        let watch = watch()
        watch.failed("CONFLICT".utf8)
        watch.failed("MADE_UP".utf8)
        watch.rejected(.depthLimit)
        #expect(shows(#"belvedere_graphql_errors_total{code="CONFLICT"} 1"#))
        #expect(shows(#"belvedere_graphql_errors_total{code="other"} 1"#))
        #expect(shows(#"belvedere_rejected_total{reason="DEPTH_LIMIT"} 1"#))
    }

    @Test func `a slow operation is told with its name and how long it took`() throws {
        let watch = watch(slowAfter: .milliseconds(200))
        watch.executed("Fast", .answered, took: .milliseconds(199))
        #expect(lines.all.isEmpty)
        watch.executed(String(repeating: "S", count: 1_000), .answered, took: .milliseconds(200))
        let line = try #require(lines.all.first)
        #expect(line.level == .warning)
        #expect(line.fields["milliseconds"] == 200)
        #expect(line.fields["operation"] == LogValue(String(repeating: "S", count: 128)))
    }

    @Test func `an error of ours has the id under which the log knows it, and no other error has one`() throws {
        let watch = watch()
        let response =
            #"{"data":null,"errors":[{"message":"a"},"#
            + #"{"message":"b","extensions":{"code":"INTERNAL"},"path":["x"]},"#
            + #"{"message":"c","extensions":{"code":"CONFLICT"}}]}"#
        var codes: [String] = []
        let caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let body = ErrorCodes.added(
            to: Array(response.utf8), .internal, trace: { watch.traceID(of: "Op", caller: caller, causes: ["boom"]) },
            each: { codes.append(String(decoding: $0, as: UTF8.self)) })
        let errors = try JSONValue(parsing: body)["errors"]
        #expect(codes == ["INTERNAL", "INTERNAL", "CONFLICT"])
        for place in 0..<2 {
            #expect(errors?[place]?["extensions"]?["traceId"] == "0af7651916cd43dd8448eb211c80319c")
            #expect(errors?[place]?["extensions"]?["code"] == "INTERNAL")
        }
        #expect(errors?[1]?["path"] == ["x"])
        #expect(errors?[2]?["extensions"] == ["code": "CONFLICT"])
        #expect(lines.all.first?.trace?.traceText == "0af7651916cd43dd8448eb211c80319c")
    }
}
