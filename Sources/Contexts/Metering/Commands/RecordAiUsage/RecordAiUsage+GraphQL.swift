import ContextKit
import EventSourcing
import Prelude

/// `Mutation.recordAiUsage`
package enum RecordAiUsageField: CommandPart {
    package static let field = "Mutation.recordAiUsage"

    package static func idempotencyKey(_ input: Input) -> String? { input.object("input")?.text("requestId") }

    package static func command(_ input: Input, _ request: CommandRequest) -> RecordAiUsage {
        RecordAiUsage(usage(input.object("input")))
    }

    /// One `RecordAiUsageInput`; what is missing becomes a violation.
    static func usage(_ given: Input?) -> AiUsageRecorded {
        AiUsageRecorded(
            request: given?.text("requestId") ?? "", user: given?.text("userId") ?? "", bot: given?.text("botId"),
            chat: given?.text("chatId"), provider: given?.text("provider") ?? "", model: given?.text("model") ?? "",
            promptTokens: given?.int("promptTokens") ?? 0, cachedPromptTokens: given?.int("cachedPromptTokens") ?? 0,
            completionTokens: given?.int("completionTokens") ?? 0,
            reasoningTokens: given?.int("reasoningTokens") ?? 0, latencyMilliseconds: given?.int("latencyMs") ?? 0,
            firstTokenMilliseconds: given?.int("firstTokenMs"),
            outcome: given?.text("outcome").flatMap(UsageOutcome.init) ?? .ok, errorCode: given?.text("errorCode"),
            at: given?.moment("occurredAt") ?? Timestamp(microseconds: 0))
    }

    package static func result(_ command: RecordAiUsage, _ receipt: CommandReceipt<UsageEvent>) -> ResultRow {
        ResultRow("AiUsageRecorded", ["request_id": .text(command.usage.request)])
    }

    package static func refused(_ refusal: UsageRefusal) -> ResultRow {
        ResultRow("AiUsageRefused", ["reason": .text(refusal.rawValue), "message": .text(refusal.message)])
    }
}
