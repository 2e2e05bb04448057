import ContextKit
import Database

/// `Query.aiLatency`: how long requests take, over time.
package enum GetLatencyStats: QueryPart {
    package static let field = "Query.aiLatency"
    package static let shape = QueryShape.many
    package static var model: any ReadModel.Type { UsageWindows.self }

    private static let percentiles: [(name: String, thousandths: Int64)] = [
        ("p50_ms", 500), ("p90_ms", 900), ("p95_ms", 950), ("p99_ms", 990),
    ]

    package static func install(in assembly: inout Assembly) {
        assembly.query(GetLatencyStats.self)
        let numbers: [TableDefinition.Column] =
            [.init("requests", .int), .init("error_rate", .double, optional: true), .init("relative_error", .double)]
            + [.init("mean_ms", .double, optional: true), .init("max_ms", .int, optional: true)]
            + ["p50_ms", "p90_ms", "p95_ms", "p99_ms"].map { .init($0, .int, optional: true) }
        assembly.object("AiLatencyPoint", columns: SeriesRow.columns + numbers)
    }

    package static func admits(_ question: Question) -> Bool { SeriesRow.admits(question) }

    package static func answer(
        _ question: Question, for parents: [[SQLValue]]
    ) async throws(PublicFailure) -> [QueryAnswer] {
        let asked = try SeriesQuestion(question.input)
        return [.rows(try await question.points(asked).map { row(of: $0, asked) })]
    }

    private static func row(of point: SeriesPoint, _ asked: SeriesQuestion) -> ResultRow {
        let window = point.window
        var row = SeriesRow.row("AiLatencyPoint", point, asked).with("requests", .int(window.requests))
            .with("relative_error", .double(SketchScale.relativeError))
        guard window.requests > 0 else { return row }
        let requests = Double(window.requests)
        row = row.with("error_rate", .double(Double(window.errors) / requests))
            .with("mean_ms", .double(Double(window.latencySum) / requests)).with("max_ms", .int(window.latencyMax))
        for (name, thousandths) in percentiles {
            // Why the maximum, which is exact: the middle of the last bucket may lie above it.
            let value = window.sketch.percentile(thousandths: thousandths).map { min($0, window.latencyMax) }
            row = row.with(name, value.map { .int($0) } ?? .null)
        }
        return row
    }
}
