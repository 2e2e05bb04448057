import ContextKit
import GraphQLLanguage
import GraphQLPlanning

/// What `@live` says on a query.
struct LiveQuerySettings: Sendable {
    /// Limit: the shortest and the longest rest between two runs.
    static let throttles = 10...60_000

    let throttle: Duration
    /// Whether results after the first are told as differences.
    let isPatch: Bool

    init(throttle: Duration, isPatch: Bool) {
        (self.throttle, self.isPatch) = (throttle, isPatch)
    }

    /// What the arguments of a subscription field say that is answered like a query, again and again.
    init(field input: Input) {
        self.init(throttle: Self.throttle(input), isPatch: false)
    }

    private static func throttle(_ input: Input) -> Duration {
        let asked = Int(clamping: input.int("throttleMs") ?? 100)
        return .milliseconds(min(max(asked, throttles.lowerBound), throttles.upperBound))
    }

    /// Nil if the query is not live.
    init?(_ operation: PreparedOperation, _ request: GraphQLRequest, suggests: Bool) throws(LiveRefusal) {
        guard operation.isLive, let input = try operation.input(of: "live", request, suggests: suggests) else {
            return nil
        }
        throttle = Self.throttle(input)
        isPatch = input.text("as") == "PATCH"
    }
}

extension PreparedOperation {
    /// Whether it is a query that its client wants to be run again.
    var isLive: Bool { kind == .query && directive("live") != nil }
}
