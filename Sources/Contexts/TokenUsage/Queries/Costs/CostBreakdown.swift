import ContextKit
import Database

/// What usages of two periods of the same length, one after the other, cost for each user, bot or model.
struct CostBreakdown: Sendable {
    /// What one group came to.
    struct Cost: Equatable, Sendable {
        var requests: Int64 = 0
        var tokens: Int64 = 0
        /// Pico-USD by list prices.
        var cost: Int128 = 0
        /// The same of the period before.
        var before: Int128 = 0

        mutating func add(_ other: Cost) {
            requests &+= other.requests
            tokens &+= other.tokens
            cost &+= other.cost
            before &+= other.before
        }
    }

    struct Group: Equatable, Sendable {
        let key: [SQLValue]
        let cost: Cost
    }

    let question: DailyQuestion
    /// The first day of the later period.
    private let middle: Int64
    private var groups: [[SQLValue]: Cost] = [:]

    /// `question` is about both periods and told apart by one dimension.
    init(_ question: DailyQuestion, from middle: Int64) {
        (self.question, self.middle) = (question, middle)
    }

    /// The columns whose values tell groups apart.
    var columns: [SQLName] { Array(question.groupColumns.dropFirst(2)) }

    mutating func add(_ rows: RangeRows) {
        let places = columns.map { rows.place($0) }
        let (provider, model, day) = (rows.place("provider"), rows.place("model"), rows.place("day"))
        let bot = question.source.table == DailyUsageOfTenant.table ? nil : rows.place("bot_id")
        let (requests, tokens) = (rows.place("requests"), rows.place("total_tokens"))
        let (micro, pico) = (rows.place("cost"), rows.place("cost_pico_remainder"))
        for row in 0..<rows.count {
            if let wanted = question.provider, rows.text(row, provider) != wanted { continue }
            if let wanted = question.model, rows.text(row, model) != wanted { continue }
            if let wanted = question.bot, let bot, rows.text(row, bot) != wanted { continue }
            let cost =
                Int128(rows.int(row, micro)) * Int128(UsageTotals.picoPerMicro) + Int128(rows.int(row, pico))
            let isBefore = rows.int(row, day) < middle
            groups[places.map { rows.value(row, $0) }, default: Cost()].add(
                isBefore
                    ? Cost(before: cost)
                    : Cost(requests: rows.int(row, requests), tokens: rows.int(row, tokens), cost: cost))
        }
    }

    /// Everything together.
    var total: Cost { groups.values.reduce(into: Cost()) { $0.add($1) } }

    /// The dearest groups, and all others as one; nil if there are no others.
    func dearest(_ count: Int) -> (groups: [Group], others: Cost?) {
        let sorted = groups.filter { $0.value.requests > 0 || $0.value.before > 0 }
            .map { Group(key: $0.key, cost: $0.value) }
            .sorted { left, right in
                left.cost.cost == right.cost.cost
                    ? Self.precedes(left.key, right.key) : left.cost.cost > right.cost.cost
            }
        guard sorted.count > count else { return (sorted, nil) }
        return (Array(sorted.prefix(count)), sorted.dropFirst(count).reduce(into: Cost()) { $0.add($1.cost) })
    }

    private static func precedes(_ left: [SQLValue], _ right: [SQLValue]) -> Bool {
        for (one, other) in zip(left, right) {
            guard case .text(let one) = one, case .text(let other) = other, one != other else { continue }
            return one.lexicographicallyPrecedes(other)
        }
        return false
    }
}
