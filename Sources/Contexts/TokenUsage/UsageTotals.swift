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
    private static let picoPerMicro: Int64 = 1_000_000

    /// Invariant: in the order of `columns`; the pico remainder is at least 0 and less than a micro-USD.
    private var numbers: [Int64]

    /// What is stored behind a key of so many columns; nothing yet if there is no row.
    init(_ row: [RowValue]?, keyCount: Int) throws(ProjectionInterruption) {
        numbers = []
        guard let row else {
            numbers = Array(repeating: 0, count: Self.columns.count - 2) + [.max, .min]
            return
        }
        for value in row.dropFirst(keyCount) {
            guard case .int(let number) = value else { throw .poison(reason: "a total that is no number") }
            numbers.append(number)
        }
    }

    var values: [RowValue] { numbers.map { .int($0) } }

    mutating func add(_ usage: Usage, _ rating: Prices.Rating) throws(ProjectionInterruption) {
        let tokens = usage.tokens
        var total: Int64 = 0
        for (_, count) in tokens.byKind { total = try Self.sum(total, count) }
        let remainder = numbers[9] + rating.picoUSD % Self.picoPerMicro
        let changes: [Int64] = [
            1, usage.isError ? 1 : 0, rating.isComplete ? 0 : 1, tokens.prompt, tokens.cachedPrompt, tokens.completion,
            tokens.reasoning, total, rating.picoUSD / Self.picoPerMicro + remainder / Self.picoPerMicro,
        ]
        for (place, change) in changes.enumerated() { numbers[place] = try Self.sum(numbers[place], change) }
        numbers[9] = remainder % Self.picoPerMicro
        numbers[10] = min(numbers[10], usage.at)
        numbers[11] = max(numbers[11], usage.at)
    }

    private static func sum(_ left: Int64, _ right: Int64) throws(ProjectionInterruption) -> Int64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        if overflow || right < 0 { throw .poison(reason: "a total that 64 bits cannot hold, or a negative count") }
        return sum
    }
}
