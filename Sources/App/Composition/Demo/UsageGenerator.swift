import Metering
import Prelude

/// Makes the usages of a plan, hour after hour up to a moment, without keeping them.
struct UsageGenerator {
    private let plan: UsagePlan
    private let end: Timestamp
    private var random: DemoRandom
    /// How many usages each hour has, the oldest first.
    private let hours: [Int]
    private var made = 0

    private static let hour: Int64 = 3_600_000_000
    private static let errors = ["rate_limited", "overloaded", "content_filtered", "internal"]

    init(_ plan: UsagePlan, until end: Timestamp) {
        (self.plan, self.end) = (plan, end)
        var random = DemoRandom(seed: plan.seed)
        hours = Self.spread(plan, until: end, &random)
        self.random = random
    }

    /// Gives each hour its part of the usages: by the clock, by the day of the week, and with a burst now and then.
    private static func spread(_ plan: UsagePlan, until end: Timestamp, _ random: inout DemoRandom) -> [Int] {
        let weights = (0..<plan.days * 24).map { place -> Int in
            let moment = end.advanced(microseconds: Int64(place + 1 - plan.days * 24) * hour)
            let weekday = Int((moment.day.daysSinceEpoch + 3) % 7)
            let clock = Int(moment.microsecondsOfDay / hour)
            let burst = random.chance(12) ? 3 : 1
            return UsagePlan.hourWeights[clock] * UsagePlan.dayWeights[weekday] * burst + random.below(40)
        }
        let total = max(1, weights.reduce(0, +))
        var (sum, given) = (0, 0)
        return weights.map { weight in
            sum += weight
            let due = plan.usages * sum / total
            defer { given = due }
            return due - given
        }
    }

    /// The usages of one hour, in the order of their moments.
    mutating func usages(ofHour place: Int) -> [AiUsageRecorded] {
        let start = end.advanced(microseconds: Int64(place - hours.count) * Self.hour)
        let moments = (0..<hours[place]).map { _ in random.below(Int(Self.hour)) }.sorted()
        return moments.map { usage(at: start.advanced(microseconds: Int64($0))) }
    }

    var hourCount: Int { hours.count }

    private mutating func usage(at moment: Timestamp) -> AiUsageRecorded {
        made += 1
        let model = self.model()
        let user = random.skewed(below: plan.users)
        let bot = random.chance(640) ? UsagePlan.bots[random.skewed(below: UsagePlan.bots.count)] : nil
        let outcome = self.outcome()
        let sent = random.size(around: model.prompt)
        let cached = random.chance(380) ? sent * (20 + random.below(60)) / 100 : 0
        let isAnswered = outcome == .ok || outcome == .cancelled
        let latency = outcome == .timeout ? 60_000 : random.size(around: model.latency)
        return AiUsageRecorded(
            request: "demo-\(plan.seed)-\(made)", user: "user-\(user + 1)", bot: bot, provider: model.provider,
            model: model.name, promptTokens: Int64(sent - cached), cachedPromptTokens: Int64(cached),
            completionTokens: isAnswered ? Int64(random.size(around: model.completion)) : 0,
            reasoningTokens: isAnswered ? Int64(random.size(around: model.reasoning)) : 0,
            latencyMilliseconds: Int64(latency),
            firstTokenMilliseconds: isAnswered ? Int64(latency * (8 + random.below(30)) / 100) : nil, outcome: outcome,
            errorCode: outcome == .error ? Self.errors[random.below(Self.errors.count)] : nil, at: moment)
    }

    private mutating func model() -> UsagePlan.Model {
        var place = random.below(1_000)
        for model in UsagePlan.models {
            if place < model.share { return model }
            place -= model.share
        }
        return UsagePlan.models[0]
    }

    private mutating func outcome() -> UsageOutcome {
        switch random.below(1_000) {
        case 0..<14: .error
        case 14..<20: .timeout
        case 20..<28: .cancelled
        default: .ok
        }
    }
}
