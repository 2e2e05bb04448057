import ContextKit
import Database

/// A group of a day as clients are shown it.
enum DailyRow {
    static let columns: [TableDefinition.Column] =
        [
            .init("day", .int), .init("time_zone", .text), .init("user_id", .text, optional: true),
            .init("bot_id", .text, optional: true), .init("provider", .text, optional: true),
            .init("model", .text, optional: true),
        ] + UsageTotals.columns

    static func row(of group: DailyFold.Group, _ question: DailyQuestion) -> ResultRow {
        var row = ResultRow("DailyUsage")
        for (column, value) in zip(question.groupColumns, group.key) {
            switch value {
            case .int(let number): row = row.with(column.text, .int(number))
            // Why: a usage without a bot is kept under the empty id.
            case .text(let text) where !text.isEmpty:
                row = row.with(column.text, .text(String(decoding: text, as: UTF8.self)))
            default: break
            }
        }
        return group.totals.adding(to: row)
    }

    /// Which rows the answer follows from.
    static func depend(on asked: DailyQuestion, _ question: Question) {
        let source = asked.source
        if let user = asked.user {
            question.depends(on: DailyUsage.self, ["user_id"], [.text(user)])
        } else if source.table == DailyUsage.table {
            question.depends(on: DailyUsage.self, asked.bot == nil ? [] : ["bot_id"], source.prefix)
        } else if source.table == DailyUsageOfBots.table {
            question.depends(on: DailyUsageOfBots.self, asked.bot == nil ? [] : ["bot_id"], source.prefix)
        } else {
            question.depends(on: DailyUsageOfTenant.self)
        }
    }
}
