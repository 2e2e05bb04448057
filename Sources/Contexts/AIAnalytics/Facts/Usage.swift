import EventSourcing
import JSON

/// What this context needs of a recorded usage.
struct Usage: Sendable {
    static let name: EventName = "metering.ai-usage-recorded.1"

    let user: String
    /// Nil for a usage without a bot.
    let bot: String?
    let provider: String
    let model: String
    let tokens: Int64
    /// Milliseconds.
    let latency: Int64
    /// Milliseconds; nil where nobody has measured it.
    let firstToken: Int64?
    let isError: Bool
    /// Microseconds since 1970.
    let at: Int64

    init(_ body: EventBody) throws(EventBodyError) {
        user = try body.string("user")
        bot = body.has("bot") ? try body.string("bot") : nil
        provider = try body.string("provider")
        model = try body.string("model")
        var sum: Int64 = 0
        for kind in [
            try body.int("prompt"), try body.int("cachedPrompt"), try body.int("completion"),
            try body.int("reasoning"),
        ] {
            let (next, isTooLarge) = sum.addingReportingOverflow(kind)
            guard kind >= 0, !isTooLarge else { throw .mistyped(member: "prompt") }
            sum = next
        }
        tokens = sum
        latency = try body.int("latencyMs")
        firstToken = try body.optional("firstTokenMs", body.int)
        isError = try body.string("outcome") != "OK"
        at = try body.int("at")
    }
}
