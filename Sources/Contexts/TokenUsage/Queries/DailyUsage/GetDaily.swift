import ContextKit
import Database

/// `UserTokenStats.daily`: the days of one user.
package enum GetDailyOfUser: QueryPart {
    package static let field = "UserTokenStats.daily"
    package static let shape = QueryShape.many
    package static let parentColumns: [SQLName] = ["user_id"]
    package static var model: any ReadModel.Type { DailyUsage.self }

    /// Whoever was shown the totals may see their days.
    package static func admits(_ question: Question) -> Bool { question.viewer.actor != nil }

    package static func answer(
        _ question: Question, for parents: [[SQLValue]]
    ) async throws(PublicFailure) -> [QueryAnswer] {
        try await DailyOfParents.answer(question, parents) { parent in
            question.depends(on: DailyUsage.self, ["user_id"], [.text(parent)])
            return DailyQuestion(user: parent)
        }
    }
}

/// `BotTokenStats.daily`: the days of one bot.
package enum GetDailyOfBot: QueryPart {
    package static let field = "BotTokenStats.daily"
    package static let shape = QueryShape.many
    package static let parentColumns: [SQLName] = ["bot_id"]
    package static var model: any ReadModel.Type { DailyUsage.self }

    /// Whoever was shown the totals may see their days.
    package static func admits(_ question: Question) -> Bool { question.viewer.actor != nil }

    package static func answer(
        _ question: Question, for parents: [[SQLValue]]
    ) async throws(PublicFailure) -> [QueryAnswer] {
        try await DailyOfParents.answer(question, parents) { parent in
            question.depends(on: DailyUsageOfBots.self, ["bot_id"], [.text(parent)])
            return DailyQuestion(bot: parent)
        }
    }
}

/// The days of several users or bots between two days, read together.
enum DailyOfParents {
    /// Limit: days of one answer.
    static let daysMax: Int64 = 366

    static func answer(
        _ question: Question, _ parents: [[SQLValue]], _ ask: (String) -> DailyQuestion
    ) async throws(PublicFailure) -> [QueryAnswer] {
        guard let from = question.input.day("from"), let through = question.input.day("to"), from <= through,
            through - from < daysMax
        else { throw PublicFailure("BAD_USER_INPUT", "`to` must be 0 to \(daysMax - 1) days after `from`.") }
        let folds = parents.map { values -> DailyFold in
            var name = ""
            if case .text(let text)? = values.first { name = String(decoding: text, as: UTF8.self) }
            var asked = ask(name)
            (asked.from, asked.through) = (from, through)
            // Why twice: a day is two where the tenant has changed its time zone.
            return DailyFold(asked, wanted: Int(daysMax) * 2)
        }
        return try await question.fill(folds).map { fold in
            .rows(fold.groups.map { DailyRow.row(of: $0, fold.question) })
        }
    }
}
