import Database
import Testing

@testable import TokenUsage

struct DailyFoldTests {
    @Test func `days are read from the smallest table in which a page lies side by side`() {
        func source(_ question: DailyQuestion) -> String {
            "\(question.source.table.name) \(question.source.index?.text ?? "key") \(question.runColumns)"
        }
        #expect(source(DailyQuestion()) == "daily_usage_of_tenant key 2")
        #expect(source(DailyQuestion(groups: [.model])) == "daily_usage_of_tenant key 4")
        #expect(source(DailyQuestion(bot: "b", groups: [.provider])) == "daily_usage_of_bots key 3")
        #expect(source(DailyQuestion(groups: [.bot])) == "daily_usage_of_bots by_day 3")
        #expect(source(DailyQuestion(groups: [.user, .model])) == "daily_usage by_day 3")
        #expect(source(DailyQuestion(bot: "b", groups: [.user])) == "daily_usage by_bot 3")
        #expect(source(DailyQuestion(user: "u", bot: "b", groups: [.user, .bot])) == "daily_usage key 3")
    }

    @Test func `no two lists have the same cursors`() {
        let questions = [
            DailyQuestion(), DailyQuestion(user: "a"), DailyQuestion(bot: "a"), DailyQuestion(user: ""),
            DailyQuestion(from: 1), DailyQuestion(through: 1), DailyQuestion(groups: [.user]),
            DailyQuestion(user: "a", bot: "b"), DailyQuestion(user: "a\u{1}=b"),
        ]
        #expect(Set(questions.map(\.list)).count == questions.count)
    }
}
