import ContextKit
import Database
import EventSourcing

/// What usages add up to: the columns that every table of this context has behind its key.
struct UsageTotals: Equatable, Sendable {
    static let columns: [TableDefinition.Column] = [
        .init("requests", .int), .init("errors", .int), .init("unpriced_requests", .int), .init("prompt_tokens", .int),
        .init("cached_prompt_tokens", .int), .init("completion_tokens", .int), .init("reasoning_tokens", .int),
        .init("total_tokens", .int), .init("cost", .int), .init("cost_pico_remainder", .int),
        .init("first_used_at", .int), .init("last_used_at", .int),
    ]
    /// Pico-USD in a micro-USD.
    static let picoPerMicro: Int64 = 1_000_000
    /// Where the columns that are no sums begin.
    private static let remainder = 9
    private static let none = [Int64](repeating: 0, count: columns.count - 2) + [.max, .min]

    /// Invariant: in the order of `columns`; the pico remainder is at least 0 and less than a micro-USD.
    private(set) var numbers: [Int64]

    /// Nothing yet.
    init() {
        numbers = Self.none
    }

    /// What is stored behind a key of so many columns; nothing yet if there is no row.
    init(_ row: [RowValue]?, keyCount: Int) throws(ProjectionInterruption) {
        numbers = row == nil ? Self.none : []
        guard let row else { return }
        for value in row.dropFirst(keyCount) {
            guard case .int(let number) = value else { throw .poison(reason: "a total that is no number") }
            numbers.append(number)
        }
    }

    /// The totals of a row that was read for an answer; `places` are those of the columns.
    init(_ rows: RangeRows, _ row: Int, places: [Int]) {
        numbers = places.map { rows.int(row, $0) }
    }

    var values: [RowValue] { numbers.map { .int($0) } }

    /// What one usage is in every total that it is part of.
    init(_ usage: Usage, _ rating: Prices.Rating) throws(ProjectionInterruption) {
        let tokens = usage.tokens
        var total: Int64 = 0
        for kind in TokenKind.allCases { total = try Self.sum(total, tokens[kind]) }
        numbers = [
            1, usage.isError ? 1 : 0, rating.isComplete ? 0 : 1, tokens.prompt, tokens.cachedPrompt,
            tokens.completion, tokens.reasoning, total, rating.picoUSD / Self.picoPerMicro,
            rating.picoUSD % Self.picoPerMicro, usage.at, usage.at,
        ]
    }

    /// Adds others; false, and nothing of use is left, for what 64 bits cannot hold.
    mutating func add(_ other: UsageTotals) -> Bool {
        let pico = numbers[Self.remainder] + other.numbers[Self.remainder]
        var isTooLarge = false
        for place in 0..<Self.remainder {
            let carry = place == Self.remainder - 1 ? pico / Self.picoPerMicro : 0
            let (first, isOver) = numbers[place].addingReportingOverflow(other.numbers[place])
            let (second, isOverWithCarry) = first.addingReportingOverflow(carry)
            isTooLarge = isTooLarge || isOver || isOverWithCarry
            numbers[place] = second
        }
        numbers[Self.remainder] = pico % Self.picoPerMicro
        numbers[Self.remainder + 1] = min(numbers[Self.remainder + 1], other.numbers[Self.remainder + 1])
        numbers[Self.remainder + 2] = max(numbers[Self.remainder + 2], other.numbers[Self.remainder + 2])
        return !isTooLarge
    }

    /// Both together; nil for what 64 bits cannot hold.
    func adding(_ other: UsageTotals) -> UsageTotals? {
        var sum = self
        return sum.add(other) ? sum : nil
    }

    private static func sum(_ left: Int64, _ right: Int64) throws(ProjectionInterruption) -> Int64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        if overflow || right < 0 { throw .poison(reason: "a total that 64 bits cannot hold, or a negative count") }
        return sum
    }
}
