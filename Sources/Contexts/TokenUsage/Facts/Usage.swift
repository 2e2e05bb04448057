import EventSourcing
import JSON

/// What this context needs of a recorded usage.
struct Usage: Sendable {
    static let name: EventName = "metering.ai-usage-recorded.1"

    let user: String
    /// Empty for a usage without a bot.
    let bot: String
    let provider: String
    let model: String
    let tokens: TokenCounts
    let isError: Bool
    /// Microseconds since 1970.
    let at: Int64

    init(_ body: EventBody) throws(EventBodyError) {
        user = try body.string("user")
        bot = body.has("bot") ? try body.string("bot") : ""
        provider = try body.string("provider")
        model = try body.string("model")
        tokens = TokenCounts(
            prompt: try body.int("prompt"), cachedPrompt: try body.int("cachedPrompt"),
            completion: try body.int("completion"), reasoning: try body.int("reasoning"))
        isError = try body.string("outcome") != "OK"
        at = try body.int("at")
    }
}
