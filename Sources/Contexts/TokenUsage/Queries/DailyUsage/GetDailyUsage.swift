import ContextKit
import Database
import Prelude

/// `Query.dailyUsage`: what was used on each day, by what it is asked to be told apart.
package enum GetDailyUsage: QueryPart {
    package static let field = "Query.dailyUsage"
    package static let shape = QueryShape.connection
    package static var model: any ReadModel.Type { DailyUsage.self }
    /// Limit: groups of one page.
    static let pageMax = 500

    package static func install(in assembly: inout Assembly) {
        assembly.query(GetDailyUsage.self)
        assembly.object("DailyUsage", columns: DailyRow.columns)
        UsageTotals.installAmount(of: "DailyUsage", in: &assembly)
        assembly.connection("DailyUsageConnection", edge: "DailyUsageEdge")
    }

    package static func admits(_ question: Question) -> Bool {
        let user = question.input.object("filter")?.text("userId")
        return UsageAccess.ofOthers.admits(question.viewer) || UsageAccess.isOwn(user, question.viewer)
    }

    package static func answer(
        _ question: Question, for parents: [[SQLValue]]
    ) async throws(PublicFailure) -> [QueryAnswer] {
        let filter = question.input.object("filter")
        let asked = DailyQuestion(
            user: filter?.text("userId"), bot: filter?.text("botId"), provider: filter?.text("provider"),
            model: filter?.text("model"), from: filter?.day("from"), through: filter?.day("to"),
            groups: Set((question.input.texts("groupBy") ?? []).compactMap(DailyQuestion.Dimension.init)))
        let first = try question.first(max: pageMax)
        let after = try question.place(after: "after", list: asked.list, count: asked.groupColumns.count)
        DailyRow.depend(on: asked, question)
        let fold = try await question.fill([DailyFold(asked, wanted: first + 1, after: after)])[0]
        let rows = fold.groups.prefix(first).map { group in
            DailyRow.row(of: group, asked).with("cursor", .text(question.cursor(group.key, list: asked.list)))
        }
        return [.page(Array(rows), hasNext: fold.groups.count > first, hasPrevious: after != nil)]
    }
}
