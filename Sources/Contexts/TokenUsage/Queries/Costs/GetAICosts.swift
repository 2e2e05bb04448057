import ContextKit
import Database
import JSON

/// `Query.aiCosts`: who or what costs most, its share of everything, and how that has changed.
///
/// Why here and not with the analytics: what costs are told apart by is kept exactly, so nothing need be estimated.
package enum GetAICosts: QueryPart {
    package static let field = "Query.aiCosts"
    package static let shape = QueryShape.one
    package static var model: any ReadModel.Type { DailyUsage.self }
    /// Limit: groups of one answer.
    static let topMax: Int64 = 100
    /// Limit: days of one period.
    static let daysMax: Int64 = 366
    /// Limit: rows that one answer adds up.
    static let rowsMax = 400_000

    package static func install(in assembly: inout Assembly) {
        assembly.query(GetAICosts.self)
        let shown: [TableDefinition.Column] = [
            .init("amount", .decimal), .init("previous_amount", .decimal), .init("requests", .int),
            .init("total_tokens", .int), .init("change", .double, optional: true),
        ]
        assembly.object(
            "AiCosts", columns: shown + [.init("costs", .json), .init("others", .json, optional: true)])
        assembly.object(
            "AiCost",
            columns: shown + [
                .init("user_id", .text, optional: true), .init("bot_id", .text, optional: true),
                .init("provider", .text, optional: true), .init("model", .text, optional: true),
                .init("share", .double, optional: true),
            ])
    }

    package static func admits(_ question: Question) -> Bool {
        let user = question.input.object("filter")?.text("userId")
        return UsageAccess.ofOthers.admits(question.viewer) || UsageAccess.isOwn(user, question.viewer)
    }

    package static func answer(
        _ question: Question, for parents: [[SQLValue]]
    ) async throws(PublicFailure) -> [QueryAnswer] {
        let filter = question.input.object("filter")
        guard let from = filter?.day("from"), let to = filter?.day("to"), from <= to, to - from < daysMax else {
            throw PublicFailure("BAD_USER_INPUT", "`to` must be 0 to \(daysMax - 1) days after `from`.")
        }
        let top = question.input.int("top") ?? 10
        guard (1...topMax).contains(top) else {
            throw PublicFailure("BAD_USER_INPUT", "`top` must be between 1 and \(topMax).")
        }
        let dimension = question.input.text("groupBy").flatMap(DailyQuestion.Dimension.init) ?? .model
        let asked = DailyQuestion(
            user: filter?.text("userId"), bot: filter?.text("botId"), provider: filter?.text("provider"),
            model: filter?.text("model"), from: from - (to - from + 1), through: to, groups: [dimension])
        DailyRow.depend(on: asked, question)
        let breakdown = try await question.breakdown(asked, from: from)
        return [.row(row(of: breakdown, top: Int(top)))]
    }

    private static func row(of breakdown: CostBreakdown, top: Int) -> ResultRow {
        let (total, (groups, others)) = (breakdown.total, breakdown.dearest(top))
        return ResultRow(
            "AiCosts",
            [
                "amount": .text(Money(picoUSD: total.cost).text),
                "previous_amount": .text(Money(picoUSD: total.before).text), "requests": .int(total.requests),
                "total_tokens": .int(total.tokens), "change": change(total).map { .double($0) } ?? .null,
                "costs": .json(
                    JSONValue.array(groups.map { json($0.cost, of: total, named: names($0.key, breakdown)) }).bytes),
                "others": others.map { .json(json($0, of: total, named: []).bytes) } ?? .null,
            ])
    }

    private static func names(_ key: [SQLValue], _ breakdown: CostBreakdown) -> [JSONValue.Member] {
        zip(breakdown.columns, key).compactMap { column, value in
            guard case .text(let text) = value, !text.isEmpty else { return nil }
            let name: String? =
                switch column.text {
                case "user_id": "userId"
                case "bot_id": "botId"
                case "provider", "model": column.text
                case _: nil
                }
            return name.map { .init($0, .string(String(decoding: text, as: UTF8.self))) }
        }
    }

    private static func json(
        _ cost: CostBreakdown.Cost, of total: CostBreakdown.Cost, named names: [JSONValue.Member]
    ) -> JSONValue {
        let share = total.cost > 0 ? Double(cost.cost) / Double(total.cost) : nil
        return .object(
            names + [
                .init("amount", .string(Money(picoUSD: cost.cost).text)),
                .init("previousAmount", .string(Money(picoUSD: cost.before).text)),
                .init("requests", .number("\(cost.requests)")), .init("totalTokens", .number("\(cost.tokens)")),
                .init("share", share.map { .number("\($0)") } ?? .null),
                .init("change", change(cost).map { .number("\($0)") } ?? .null),
            ])
    }

    private static func change(_ cost: CostBreakdown.Cost) -> Double? {
        cost.before > 0 ? Double(cost.cost - cost.before) / Double(cost.before) : nil
    }
}

extension Question {
    fileprivate func breakdown(
        _ asked: DailyQuestion, from middle: Int64
    ) async throws(PublicFailure) -> CostBreakdown {
        let source = asked.source
        var breakdown = CostBreakdown(asked, from: middle)
        var behind: [SQLValue] = []
        var count = 0
        while true {
            let rows = try await rows([
                KeyRange(
                    source.table, by: source.index, prefix: source.prefix, from: asked.from.map { .int($0) },
                    through: asked.through.map { .int($0) }, behind: behind)
            ])[0]
            breakdown.add(rows)
            count += rows.count
            guard rows.count == KeyRange.rowsMax else { return breakdown }
            behind = source.order.map { rows.value(rows.count - 1, rows.place($0)) }
            guard count < GetAICosts.rowsMax else {
                throw PublicFailure("BAD_USER_INPUT", "That is more than one answer adds up: ask for a shorter time.")
            }
        }
    }
}
