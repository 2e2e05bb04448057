import EventSourcing
import Metering
import Prelude
import Testing

struct UsageLineTests {
    private func read(_ line: String) -> Result<RecordAiUsage, UsageLine.Fault> {
        do throws(UsageLine.Fault) {
            return .success(try UsageLine.command(Array(line.utf8)))
        } catch {
            return .failure(error)
        }
    }

    private func code(_ line: String) -> String? {
        if case .failure(let fault) = read(line) { fault.code } else { nil }
    }

    private let moment = #""occurredAt":"2026-11-20T08:15:30.5Z""#

    @Test func `a line has the members of the input, in any order, and nothing has to be there but the moment`() {
        let line = """
            {"outcome":"CANCELLED","requestId":"r","userId":"u","botId":"b","provider":"p","model":"m","promptTokens":1,\
            "cachedPromptTokens":2,"completionTokens":3,"reasoningTokens":4,"latencyMs":5,\(moment)}
            """
        let usage = AiUsageRecorded(
            request: "r", user: "u", bot: "b", provider: "p", model: "m", promptTokens: 1, cachedPromptTokens: 2,
            completionTokens: 3, reasoningTokens: 4, latencyMilliseconds: 5, outcome: .cancelled,
            at: Timestamp(microseconds: 1_795_162_530_500_000))
        #expect(read(line) == .success(RecordAiUsage(usage)))
        guard case .success(let least) = read("{\(moment),\"botId\":null}") else {
            Issue.record("the least line is refused")
            return
        }
        #expect(least.usage.bot == nil && least.usage.outcome == .ok)
        #expect(least.violations().map(\.code) == ["INVALID_ID", "INVALID_ID", "INVALID_NAME", "INVALID_NAME"])
    }

    @Test(
        arguments: [
            ("", "INVALID_JSON"), ("{", "INVALID_JSON"), ("[]", "INVALID_JSON"), ("7", "INVALID_JSON"),
            ("{}", "MISSING"), (#"{"user":"u"}"#, "UNKNOWN_MEMBER"), (#"{"userId":7}"#, "MISTYPED"),
            (#"{"promptTokens":"1"}"#, "MISTYPED"), (#"{"promptTokens":1.5}"#, "MISTYPED"),
            (#"{"promptTokens":99999999999999999999}"#, "MISTYPED"), (#"{"outcome":"ok"}"#, "MISTYPED"),
            (#"{"occurredAt":"yesterday"}"#, "MISTYPED"), (#"{"occurredAt":1}"#, "MISTYPED"),
        ])
    func `a line that is no usage says what is wrong`(_ line: String, _ code: String) {
        #expect(self.code(line) == code)
    }
}
