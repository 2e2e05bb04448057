import EventSourcing
import EventSourcingTesting
import Prelude

/// A log of usages and price books as their bodies are stored, and the same as plain values for an oracle.
struct TestLog {
    struct Use {
        var tenant = "t"
        var user = "ann"
        var bot: String?
        var provider = "p"
        var model = "m"
        var tokens: [Int64] = [0, 0, 0, 0]
        var outcome = "OK"
        var at: Int64 = 1_000_000
    }

    struct Price {
        var provider = "p"
        var model = "m"
        var kind = 0
        var pico: Int64 = 0
        /// Further members of the entry as they are stored.
        var extras = ""
    }

    enum Fact {
        case use(Use)
        case book(tenant: String, from: Int64, [Price])
        /// The offset before, and (second, offset) from then on.
        case zone(tenant: String, String, offset: Int64, [(Int64, Int64)])
        case rerating(tenant: String, month: String, book: Int64)
    }

    static let kinds = ["PROMPT", "CACHED_PROMPT", "COMPLETION", "REASONING"]

    let facts: [Fact]

    init(_ facts: [Fact]) { self.facts = facts }

    var events: [RecordedEvent] {
        facts.enumerated().map { index, fact in
            switch fact {
            case .use(let use):
                event(
                    index, use.tenant, "metering.ai-usage-recorded.1",
                    """
                    {"request":"r\(index)","user":"\(use.user)",\(use.bot.map { #""bot":"\#($0)","# } ?? "")"provider":"\(use.provider)","model":"\(use.model)",\
                    "prompt":\(use.tokens[0]),"cachedPrompt":\(use.tokens[1]),"completion":\(use.tokens[2]),\
                    "reasoning":\(use.tokens[3]),"latencyMs":1,"outcome":"\(use.outcome)","at":\(use.at)}
                    """)
            case .book(let tenant, let from, let prices):
                event(
                    index, tenant, "metering.price-book-published.1",
                    #"{"effectiveFrom":\#(from),"entries":["#
                        + prices.map { price in
                            #"{"provider":"\#(price.provider)","model":"\#(price.model)","#
                                + #""kind":"\#(Self.kinds[price.kind])","picoUsd":\#(price.pico)\#(price.extras)}"#
                        }.joined(separator: ",") + "]}")
            case .zone(let tenant, let zone, let offset, let changes):
                event(
                    index, tenant, "metering.time-zone-set.1",
                    #"{"zone":"\#(zone)","offset":\#(offset),"changes":["#
                        + changes.map { #"{"at":\#($0.0),"offset":\#($0.1)}"# }.joined(separator: ",") + "]}")
            case .rerating(let tenant, let month, let book):
                event(index, tenant, "metering.usage-rerated.1", #"{"month":"\#(month)","book":\#(book)}"#)
            }
        }
    }

    private func event(_ index: Int, _ tenant: String, _ name: EventName, _ body: String) -> RecordedEvent {
        let time = Timestamp(microseconds: Int64(index))
        return RecordedEvent(
            position: GlobalPosition(Int64(index + 1)), stream: StreamName(stored: "s:\(index)", categoryBytes: 1),
            version: StreamVersion(1), name: name, schemaVersion: 1, codec: .json, body: Array(body.utf8),
            metadata: EventMetadata(
                tenant: TenantID(validated: tenant),
                id: EventID(command: .derived(from: "\(index)"), ordinal: 0), origin: CommandOrigin(),
                occurred: time, recorded: time))
    }

    /// A few hundred facts of two tenants: users, models and days that meet, prices that change, some in the past.
    static func random(seed: UInt64, count: Int) -> TestLog {
        var random = SeededRandom(seed: seed)
        return TestLog(
            (0..<count).map { _ in
                let tenant = random.chance(80) ? "t" : "other"
                if random.chance(12) {
                    let prices = (0...random.below(5)).map { place in
                        Price(
                            provider: "p", model: "m\(place % 3)", kind: random.below(4),
                            pico: Int64(random.below(100_000_000)))
                    }
                    let unique = Dictionary(prices.map { ("\($0.model) \($0.kind)", $0) }) { first, _ in first }
                    return .book(
                        tenant: tenant, from: Int64(random.below(4)) * 86_400_000_000, Array(unique.values))
                }
                return .use(
                    Use(
                        tenant: tenant, user: "u\(random.below(5))",
                        bot: random.chance(50) ? "b\(random.below(3))" : nil, model: "m\(random.below(4))",
                        tokens: (0..<4).map { _ in random.chance(30) ? 0 : Int64(random.below(10_000_000)) },
                        outcome: random.chance(90) ? "OK" : "TIMEOUT",
                        at: Int64(random.below(5)) * 86_400_000_000 + Int64(random.below(3))))
            })
    }
}
