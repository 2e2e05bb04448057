/// A believable tenant: who asks which model how much, when, and how it ends. The same seed gives the same usages.
package struct UsagePlan: Sendable {
    /// Limit: usages of one plan.
    package static let usagesMax = 10_000_000
    /// Limit: days of one plan; older usages are not accepted by anybody.
    package static let daysMax = 34

    package let usages: Int
    package let days: Int
    package let seed: UInt64

    package init(usages: Int, days: Int, seed: UInt64) {
        (self.usages, self.days, self.seed) = (usages, days, seed)
    }

    /// A model with its share of the requests, its tokens and its pace.
    struct Model: Sendable {
        let provider: String
        let name: String
        /// Of a thousand requests.
        let share: Int
        let prompt: Int
        let completion: Int
        let reasoning: Int
        let latency: Int
        /// Pico-USD for a token sent, a token sent and cached, a token answered or thought.
        let prices: (prompt: Int64, cached: Int64, completion: Int64)
    }

    static let models: [Model] = [
        Model(
            provider: "openai", name: "gpt-4o-mini", share: 420, prompt: 900, completion: 260, reasoning: 0,
            latency: 900, prices: (150_000, 75_000, 600_000)),
        Model(
            provider: "anthropic", name: "claude-sonnet", share: 230, prompt: 2_600, completion: 700, reasoning: 0,
            latency: 2_400, prices: (3_000_000, 300_000, 15_000_000)),
        Model(
            provider: "openai", name: "gpt-4o", share: 150, prompt: 1_700, completion: 420, reasoning: 0,
            latency: 1_600, prices: (2_500_000, 1_250_000, 10_000_000)),
        Model(
            provider: "google", name: "gemini-flash", share: 110, prompt: 1_200, completion: 300, reasoning: 0,
            latency: 700, prices: (100_000, 25_000, 400_000)),
        Model(
            provider: "openai", name: "o4-mini", share: 60, prompt: 1_400, completion: 600, reasoning: 2_200,
            latency: 7_500, prices: (1_100_000, 275_000, 4_400_000)),
        Model(
            provider: "mistral", name: "mistral-small", share: 30, prompt: 800, completion: 240, reasoning: 0,
            latency: 600, prices: (100_000, 100_000, 300_000)),
    ]
    static let bots = ["support", "search", "summaries", "coder", "translator", "triage"]

    var users: Int { max(10, min(5_000, usages / 500)) }

    /// The weight of an hour of the day, in UTC, and of a day of the week, Monday first: offices, with a quiet night.
    static let hourWeights = [4, 3, 2, 2, 3, 6, 14, 34, 62, 82, 90, 84, 70, 84, 92, 88, 72, 50, 34, 26, 20, 15, 10, 6]
    static let dayWeights = [96, 100, 100, 98, 84, 22, 18]
}
