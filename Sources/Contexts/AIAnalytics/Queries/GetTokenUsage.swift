import ContextKit
import Database

/// `Query.aiTokenUsage`: requests and tokens over time.
package enum GetTokenUsage: QueryPart {
    package static let field = "Query.aiTokenUsage"
    package static let shape = QueryShape.many
    package static var model: any ReadModel.Type { UsageWindows.self }

    package static func install(in assembly: inout Assembly) {
        assembly.query(GetTokenUsage.self)
        assembly.object(
            "AiUsagePoint",
            columns: SeriesRow.columns + [.init("requests", .int), .init("errors", .int), .init("tokens", .int)])
    }

    package static func admits(_ question: Question) -> Bool { SeriesRow.admits(question) }

    package static func answer(
        _ question: Question, for parents: [[SQLValue]]
    ) async throws(PublicFailure) -> [QueryAnswer] {
        let asked = try SeriesQuestion(question.input)
        return [
            .rows(
                try await question.points(asked).map { point in
                    SeriesRow.row("AiUsagePoint", point, asked).with("requests", .int(point.window.requests))
                        .with("errors", .int(point.window.errors)).with("tokens", .int(point.window.tokens))
                })
        ]
    }
}
