import EventSourcing
import JSON

/// The stream of one user's usage: amounts that only add up, about which no command has to know anything.
struct BenchmarkUsage: Aggregate {
    /// Usage is a fact; nobody says no to it.
    enum Refusal: Error, Equatable {}

    static let category: StreamCategory = "bench.usage"
    static let codec = EventCodec<UsageAdded>([.init(UsageAdded.self) { $0 }]) { $0 }

    init() {}

    mutating func apply(_ event: UsageAdded) {}
}

/// A user has used tokens.
struct UsageAdded: EventPayload, Equatable {
    static let name: EventName = "bench.usage-added.1"
    let user: String
    let tokens: Int64

    init(user: String, tokens: Int64) { (self.user, self.tokens) = (user, tokens) }

    init(_ body: EventBody) throws(EventBodyError) {
        user = try body.string("user")
        tokens = try body.int("tokens")
    }

    func write(to body: inout JSONWriter) {
        body.member("user", user)
        body.member("tokens", tokens)
    }
}
