import EventSourcing
import Prelude

/// Records what one AI request used. The request's id makes the command's id, so that a request is counted once.
package struct RecordAiUsage: Command, Equatable {
    package typealias Subject = UsageHour

    package static let name = "metering.record-ai-usage"
    package static let readsState = false
    /// Limit: tokens of one kind in one request. With the limit of a price a request's cost fits 64 bits in pico-USD.
    package static let tokensMax: Int64 = 10_000_000
    /// Limit: a day.
    package static let latencyMax: Int64 = 86_400_000

    package let usage: AiUsageRecorded

    package init(_ usage: AiUsageRecorded) {
        self.usage = usage
    }

    package var stream: StreamName {
        UsageHour.stream(provider: usage.provider, model: usage.model, at: usage.at)
    }
    package var content: [UInt8] { UsageEvent.codec.encode(.recorded(usage)).body }

    package func isPermitted(to caller: Caller) -> Bool { Self.isOpen(to: caller) }

    /// Whether the caller may record usages at all, whatever they are.
    package static func isOpen(to caller: Caller) -> Bool { MeteringPermission.mayRecord(caller) }

    /// The id of the command of a request, by which it is counted once.
    package var id: CommandID { .derived(from: Self.name, usage.request) }

    package func violations() -> [InputViolation] {
        var found = MeteringInput.check(id: usage.request, at: "requestId")
        found += MeteringInput.check(id: usage.user, at: "userId")
        if let bot = usage.bot { found += MeteringInput.check(id: bot, at: "botId") }
        if let chat = usage.chat { found += MeteringInput.check(id: chat, at: "chatId") }
        if let code = usage.errorCode { found += MeteringInput.check(name: code, at: "errorCode") }
        found += MeteringInput.check(name: usage.provider, at: "provider")
        found += MeteringInput.check(name: usage.model, at: "model")
        found += MeteringInput.check(usage.promptTokens, at: "promptTokens", max: Self.tokensMax)
        found += MeteringInput.check(usage.cachedPromptTokens, at: "cachedPromptTokens", max: Self.tokensMax)
        found += MeteringInput.check(usage.completionTokens, at: "completionTokens", max: Self.tokensMax)
        found += MeteringInput.check(usage.reasoningTokens, at: "reasoningTokens", max: Self.tokensMax)
        found += MeteringInput.check(usage.latencyMilliseconds, at: "latencyMs", max: Self.latencyMax)
        return found + contradictions()
    }

    /// What cannot be true of one request.
    private func contradictions() -> [InputViolation] {
        var found: [InputViolation] = []
        if let first = usage.firstTokenMilliseconds {
            found += MeteringInput.check(first, at: "firstTokenMs", max: Self.latencyMax)
            if first > usage.latencyMilliseconds {
                found.append(
                    InputViolation(
                        "firstTokenMs", code: "AFTER_THE_END", "`firstTokenMs` must be at most `latencyMs`."))
            }
        }
        if usage.errorCode != nil, usage.outcome == .ok {
            found.append(
                InputViolation(
                    "errorCode", code: "NO_ERROR", "`errorCode` must be left out of a request that ended well."))
        }
        return found
    }

    package func decide(
        _ state: UsageHour, _ circumstances: Circumstances
    ) throws(UsageRefusal) -> Decision<UsageHour> {
        guard usage.at <= circumstances.now.advanced(microseconds: UsageHour.aheadMax) else { throw .inTheFuture }
        let oldest = circumstances.now.advanced(microseconds: -UsageHour.windowDays * 86_400_000_000)
        guard usage.at >= oldest else { throw .tooOld }
        return Decision([.recorded(usage)])
    }
}
