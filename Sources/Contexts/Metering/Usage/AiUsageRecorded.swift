import EventSourcing
import JSON
import Prelude

/// One AI request used so many tokens. The four kinds of token are counted apart: none is part of another.
package struct AiUsageRecorded: EventPayload, Equatable {
    package static let name: EventName = "metering.ai-usage-recorded.1"

    package var request: String
    package var user: String
    package var bot: String?
    package var chat: String?
    package var provider: String
    package var model: String
    package var promptTokens: Int64
    package var cachedPromptTokens: Int64
    package var completionTokens: Int64
    package var reasoningTokens: Int64
    package var latencyMilliseconds: Int64
    /// From the request to the first token, if anybody has measured it.
    package var firstTokenMilliseconds: Int64?
    package var outcome: UsageOutcome
    /// The provider's word for what went wrong.
    package var errorCode: String?
    package var at: Timestamp

    package init(
        request: String, user: String, bot: String? = nil, chat: String? = nil, provider: String, model: String,
        promptTokens: Int64 = 0, cachedPromptTokens: Int64 = 0, completionTokens: Int64 = 0, reasoningTokens: Int64 = 0,
        latencyMilliseconds: Int64 = 0, firstTokenMilliseconds: Int64? = nil, outcome: UsageOutcome = .ok,
        errorCode: String? = nil, at: Timestamp
    ) {
        (self.request, self.user, self.bot, self.chat) = (request, user, bot, chat)
        (self.firstTokenMilliseconds, self.errorCode) = (firstTokenMilliseconds, errorCode)
        (self.provider, self.model) = (provider, model)
        (self.promptTokens, self.cachedPromptTokens) = (promptTokens, cachedPromptTokens)
        (self.completionTokens, self.reasoningTokens) = (completionTokens, reasoningTokens)
        (self.latencyMilliseconds, self.outcome, self.at) = (latencyMilliseconds, outcome, at)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        request = try body.string("request")
        user = try body.string("user")
        bot = body.has("bot") ? try body.string("bot") : nil
        chat = try body.optional("chat", body.string)
        provider = try body.string("provider")
        model = try body.string("model")
        promptTokens = try body.int("prompt")
        cachedPromptTokens = try body.int("cachedPrompt")
        completionTokens = try body.int("completion")
        reasoningTokens = try body.int("reasoning")
        latencyMilliseconds = try body.int("latencyMs")
        firstTokenMilliseconds = try body.optional("firstTokenMs", body.int)
        outcome = try body.one("outcome")
        errorCode = try body.optional("errorCode", body.string)
        at = try body.timestamp("at")
    }

    package func write(to body: inout JSONWriter) {
        body.member("request", request)
        body.member("user", user)
        if let bot { body.member("bot", bot) }
        if let chat { body.member("chat", chat) }
        body.member("provider", provider)
        body.member("model", model)
        body.member("prompt", promptTokens)
        body.member("cachedPrompt", cachedPromptTokens)
        body.member("completion", completionTokens)
        body.member("reasoning", reasoningTokens)
        body.member("latencyMs", latencyMilliseconds)
        if let firstTokenMilliseconds { body.member("firstTokenMs", firstTokenMilliseconds) }
        body.member("outcome", outcome)
        if let errorCode { body.member("errorCode", errorCode) }
        body.member("at", at)
    }
}
