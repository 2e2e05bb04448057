import ContextKit
import Database
import EventSourcing

/// How many tokens of a month each billed user, bot and tenant used of each model under the same prices.
///
/// `subject` is `t` for the tenant, `u:` and a user's id, or `b:` and a bot's; `books` are the positions of the books
/// with the prices of the four kinds.
package enum BillingLines: ReadModel {
    package static let table = TableDefinition(
        "token_usage_billing_lines",
        columns: [
            .init("tenant_id", .text), .init("subject", .text), .init("month", .int), .init("provider", .text),
            .init("model", .text), .init("books", .text), .init("requests", .int), .init("prompt_tokens", .int),
            .init("cached_prompt_tokens", .int), .init("completion_tokens", .int), .init("reasoning_tokens", .int),
            .init("cost", .int), .init("cost_pico_remainder", .int),
        ],
        primaryKey: ["tenant_id", "subject", "month", "provider", "model", "books"])
    package static var projection: any Projection { TokenUsageProjection() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [["subject"]]
    private static let keyCount = 6

    package static func install(in assembly: inout Assembly) { assembly.readModel(BillingLines.self) }

    static func keys(
        of usage: Usage, _ tenant: RowValue, _ month: Month, _ rating: Prices.Rating
    ) -> [RowKey] {
        let books = RowValue.text(rating.books.map { String($0) }.joined(separator: ","))
        let subjects = ["t", "u:" + usage.user] + (usage.bot.isEmpty ? [] : ["b:" + usage.bot])
        return subjects.map { subject in
            RowKey(
                "token_usage_billing_lines",
                [tenant, .text(subject), .int(month.number), .text(usage.provider), .text(usage.model), books])
        }
    }

    /// What usages add to a line.
    struct Totals: Sendable {
        private var numbers = [Int64](repeating: 0, count: 7)

        init() {}

        /// What is stored; nothing yet if there is no row.
        init(_ row: [RowValue]?) throws(ProjectionInterruption) {
            for (place, value) in (row ?? []).dropFirst(keyCount).enumerated() {
                guard case .int(let number) = value else { throw .poison(reason: "a total that is no number") }
                numbers[place] = number
            }
        }

        init(_ usage: Usage, _ rating: Prices.Rating) {
            numbers = [
                1, usage.tokens.prompt, usage.tokens.cachedPrompt, usage.tokens.completion, usage.tokens.reasoning,
                rating.picoUSD / UsageTotals.picoPerMicro, rating.picoUSD % UsageTotals.picoPerMicro,
            ]
        }

        var values: [RowValue] { numbers.map { .int($0) } }

        mutating func add(_ other: Totals) throws(ProjectionInterruption) {
            let pico = numbers[6] + other.numbers[6]
            for place in 0..<6 {
                let carry = place == 5 ? pico / UsageTotals.picoPerMicro : 0
                let (sum, isTooLarge) = numbers[place].addingReportingOverflow(other.numbers[place])
                let (whole, isTooMuch) = sum.addingReportingOverflow(carry)
                guard !isTooLarge, !isTooMuch else { throw .poison(reason: "a total that 64 bits cannot hold") }
                numbers[place] = whole
            }
            numbers[6] = pico % UsageTotals.picoPerMicro
        }
    }
}
