import ContextKit
import Database

/// `Query.aiLatency`: how long requests take, over time.
package enum GetLatencyStats: QueryPart {
    package static let field = "Query.aiLatency"
    package static let shape = QueryShape.many
    package static var model: any ReadModel.Type { UsageWindows.self }

    private static let percentiles: [(name: SQLName, thousandths: Int64)] = [
        ("p50_ms", 500), ("p90_ms", 900), ("p95_ms", 950), ("p99_ms", 990),
    ]
    private static let firstTokenPercentiles: [(name: SQLName, thousandths: Int64)] = [
        ("p50_first_token_ms", 500), ("p90_first_token_ms", 900), ("p95_first_token_ms", 950),
        ("p99_first_token_ms", 990),
    ]

    package static func install(in assembly: inout Assembly) {
        assembly.query(GetLatencyStats.self)
        let numbers: [TableDefinition.Column] =
            [.init("requests", .int), .init("error_rate", .double, optional: true), .init("relative_error", .double)]
            + [.init("mean_ms", .double, optional: true), .init("max_ms", .int, optional: true)]
            + [
                .init("first_token_requests", .int), .init("mean_first_token_ms", .double, optional: true),
                .init("max_first_token_ms", .int, optional: true),
            ] + (percentiles + firstTokenPercentiles).map { .init($0.name, .int, optional: true) }
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
            .with("first_token_requests", .int(window.firstToken.count))
        guard window.requests > 0 else { return row }
        row = row.with("error_rate", .double(Double(window.errors) / Double(window.requests)))
        row = add(window.latency, percentiles, "mean_ms", "max_ms", to: row)
        return add(
            window.firstToken, firstTokenPercentiles, "mean_first_token_ms", "max_first_token_ms", to: row)
    }

    private static func add(
        _ latencies: Latencies, _ percentiles: [(name: SQLName, thousandths: Int64)], _ mean: String, _ max: String,
        to row: ResultRow
    ) -> ResultRow {
        guard latencies.count > 0 else { return row }
        var row = row.with(mean, .double(Double(latencies.sum) / Double(latencies.count)))
            .with(max, .int(latencies.max))
        for (name, thousandths) in percentiles {
            row = row.with(name.text, latencies.percentile(thousandths: thousandths).map { .int($0) } ?? .null)
        }
        return row
    }
}
