import EventSourcing
import EventSourcingTesting
import Metering
import Prelude
import Testing

struct RecordAiUsageTests {
    private static let now: Int64 = 1_700_000_000_000_000
    private static let day: Int64 = 86_400_000_000

    private func usage(_ change: (inout AiUsageRecorded) -> Void = { _ in }) -> AiUsageRecorded {
        var usage = AiUsageRecorded(
            request: "r1", user: "ann", bot: "helper", provider: "openai", model: "gpt-4o-mini", promptTokens: 1,
            cachedPromptTokens: 2, completionTokens: 3, reasoningTokens: 4, latencyMilliseconds: 5, outcome: .timeout,
            at: Timestamp(microseconds: Self.now))
        change(&usage)
        return usage
    }

    private func violations(_ change: (inout AiUsageRecorded) -> Void) -> [String] {
        RecordAiUsage(usage(change)).violations().map { "\($0.path.joined(separator: ".")) \($0.code)" }
    }

    @Test(arguments: [(120_000_000, nil), (120_000_001, UsageRefusal.inTheFuture)] as [(Int64, UsageRefusal?)])
    func `a clock may be two minutes ahead and no more`(_ ahead: Int64, _ refusal: UsageRefusal?) {
        let usage = usage { $0.at = Timestamp(microseconds: Self.now + ahead) }
        let expected: Result<[UsageEvent], UsageRefusal> = refusal.map { .failure($0) } ?? .success([.recorded(usage)])
        #expect(Scenario(UsageHour.self).when(RecordAiUsage(usage)) == expected)
    }

    @Test func `a usage may come as late as the window, not later`() {
        let last = usage { $0.at = Timestamp(microseconds: Self.now - UsageHour.windowDays * Self.day) }
        #expect(Scenario(UsageHour.self).when(RecordAiUsage(last)) == .success([.recorded(last)]))
        let late = usage { $0.at = Timestamp(microseconds: last.at.microseconds - 1) }
        #expect(Scenario(UsageHour.self).when(RecordAiUsage(late)) == .failure(.tooOld))
    }

    @Test func `every violation of the input is told`() {
        #expect(violations { _ in } == [])
        #expect(violations { ($0.request, $0.user) = ("", "a b") } == ["requestId INVALID_ID", "userId INVALID_ID"])
        #expect(violations { $0.bot = String(repeating: "b", count: 129) } == ["botId INVALID_ID"])
        #expect(
            violations { ($0.provider, $0.model) = ("open:ai", "modèle") }
                == ["provider INVALID_NAME", "model INVALID_NAME"])
        #expect(
            violations {
                ($0.promptTokens, $0.cachedPromptTokens) = (-1, RecordAiUsage.tokensMax + 1)
                ($0.completionTokens, $0.reasoningTokens) = (.min, .max)
                $0.latencyMilliseconds = -1
            } == [
                "promptTokens NEGATIVE", "cachedPromptTokens TOO_LARGE", "completionTokens NEGATIVE",
                "reasoningTokens TOO_LARGE", "latencyMs NEGATIVE",
            ])
    }

    @Test func `usages are spread over models and hours and wait for no one`() {
        let stream = RecordAiUsage(usage()).stream
        #expect(!RecordAiUsage.readsState)
        #expect(RecordAiUsage(usage { $0.user = "bob" }).stream == stream)
        #expect(RecordAiUsage(usage { $0.model = "other" }).stream != stream)
        #expect(
            RecordAiUsage(usage { $0.at = Timestamp(microseconds: Self.now + 3_600_000_000) }).stream != stream)
        let longest = usage {
            ($0.provider, $0.model) = (String(repeating: "p", count: 64), String(repeating: "m", count: 64))
        }
        #expect(RecordAiUsage(longest).violations().isEmpty)
        #expect(RecordAiUsage(longest).stream.text.hasPrefix("metering.usage:ppp"))
    }

    @Test func `only who measures or administers may record`() {
        let command = RecordAiUsage(usage())
        #expect(command.isPermitted(to: Caller(actor: "m", permissions: ["meter"])))
        #expect(command.isPermitted(to: Caller(actor: "m", permissions: ["admin"])))
        #expect(!command.isPermitted(to: Caller(actor: "m")))
        #expect(!command.isPermitted(to: Caller(actor: nil, permissions: ["admin"])))
    }

    @Test func `any other content under the same id is told apart`() {
        let changes: [(inout AiUsageRecorded) -> Void] = [
            { $0.user = "bob" }, { $0.bot = nil }, { $0.provider = "o" }, { $0.model = "o" }, { $0.promptTokens = 9 },
            { $0.cachedPromptTokens = 9 }, { $0.completionTokens = 9 }, { $0.reasoningTokens = 9 },
            { $0.latencyMilliseconds = 9 }, { $0.outcome = .ok }, { $0.at = Timestamp(microseconds: Self.now + 1) },
        ]
        let hashes = Set(changes.map { RecordAiUsage(usage($0)).request } + [RecordAiUsage(usage()).request])
        #expect(hashes.count == changes.count + 1)
    }

    @Test func `what is stored is read back, and the first form for ever`() throws {
        let without = usage { $0.bot = nil }
        let stored = Scenario(UsageHour.self).given(.recorded(usage()), .recorded(without))
        #expect(stored.codecViolations(isSame: ==).isEmpty)
        let body = """
            {"request":"r1","user":"ann","bot":"helper","provider":"openai","model":"gpt-4o-mini","prompt":1,\
            "cachedPrompt":2,"completion":3,"reasoning":4,"latencyMs":5,"outcome":"TIMEOUT","at":1700000000000000}
            """
        let read = try UsageHour.codec.decode("metering.ai-usage-recorded.1", schemaVersion: 1, body: Array(body.utf8))
        #expect(read == .recorded(usage()))
    }
}
