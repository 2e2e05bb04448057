import ContextKit
import Database
import EventSourcing
import JSON
import Prelude

/// A bill as clients are shown it.
enum BillingRow {
    static let preview: [TableDefinition.Column] = [
        .init("user_id", .text, optional: true), .init("bot_id", .text, optional: true), .init("month", .text),
        .init("time_zone", .text), .init("as_of", .text), .init("as_of_time", .int, optional: true),
        .init("is_final", .bool), .init("lines", .json), .init("free_tokens", .int), .init("unpriced_tokens", .int),
        .init("subtotal", .decimal), .init("discount", .decimal), .init("amount", .decimal),
        .init("rounding", .decimal),
        .init("total", .decimal), .init("recorded_amount", .decimal), .init("rerated_by", .int, optional: true),
        .init("corrections", .json), .init("what_if", .json, optional: true),
    ]
    static let line: [TableDefinition.Column] = [
        .init("provider", .text), .init("model", .text), .init("kind", .text),
        .init("effective_from", .int, optional: true), .init("from_tokens", .int), .init("quantity", .int),
        .init("is_free", .bool), .init("tier", .int, optional: true), .init("pico_usd_per_token", .int, optional: true),
        .init("subtotal", .decimal), .init("discount", .decimal), .init("amount", .decimal), .init("total", .decimal),
    ]
    static let correction: [TableDefinition.Column] = [
        .init("provider", .text), .init("model", .text), .init("kind", .text), .init("amount", .decimal),
    ]
    static let whatIf: [TableDefinition.Column] = [
        .init("lines", .json), .init("amount", .decimal), .init("total", .decimal), .init("difference", .decimal),
    ]

    static func row(
        of data: BillingData, _ bill: Bill, recorded: Bill, whatIf: Bill?, asOf: Cursor, isFinal: Bool
    ) -> ResultRow {
        ResultRow(
            "BillingPreview",
            [
                "user_id": data.subject.user.map { .text($0) } ?? .null,
                "bot_id": data.subject.bot.map { .text($0) } ?? .null, "month": .text(data.subject.month.text),
                "time_zone": .text(data.timeZone), "as_of": .text(asOf.description),
                "as_of_time": data.recordedAt.map { .int($0) } ?? .null, "is_final": .bool(isFinal),
                "lines": .json(JSONValue.array(bill.lines.map(json)).bytes), "free_tokens": .int(bill.freeTokens),
                "unpriced_tokens": .int(bill.unpricedTokens), "subtotal": .text(bill.subtotal.text),
                "discount": .text(bill.discount.text), "amount": .text(bill.amount.text),
                "rounding": .text(bill.rounding.text), "total": .text(String(bill.totalMicroUSD)),
                "recorded_amount": .text(data.recorded.text), "rerated_by": data.rerating.map { .int($0) } ?? .null,
                "corrections": .json(JSONValue.array(corrections(from: recorded, to: bill)).bytes),
                "what_if": whatIf.map { .json(json($0, instead: bill).bytes) } ?? .null,
            ])
    }

    private static func json(_ line: Bill.Line) -> JSONValue {
        let quantity = line.quantity
        var (tier, price) = (JSONValue.null, JSONValue.null)
        switch line.price {
        case .free: price = .number("0")
        case .tier(let number, let picoUSD):
            (tier, price) = (.number(String(number)), .number(String(picoUSD)))
        case .none: break
        }
        return [
            "provider": .string(quantity.provider), "model": .string(quantity.model),
            "kind": .string(quantity.kind.rawValue),
            "effectiveFrom": quantity.effectiveFrom.map { .string(text(Timestamp(microseconds: $0))) } ?? .null,
            "fromTokens": .number(String(line.first)), "quantity": .number(String(line.tokens)),
            "isFree": .bool(line.price == .free), "tier": tier, "picoUsdPerToken": price,
            "subtotal": .string(line.subtotal.text), "discount": .string(line.discount.text),
            "amount": .string(line.amount.text), "total": .string(String(line.roundedMicroUSD)),
        ]
    }

    private static func json(_ bill: Bill, instead other: Bill) -> JSONValue {
        [
            "lines": .array(bill.lines.map(json)), "amount": .string(bill.amount.text),
            "total": .string(String(bill.totalMicroUSD)), "difference": .string((bill.amount - other.amount).text),
        ]
    }

    /// What re-rating changed, for each model and kind that it changed.
    private static func corrections(from recorded: Bill, to bill: Bill) -> [JSONValue] {
        var changes: [BillingData.Priced: Money] = [:]
        var order: [BillingData.Priced] = []
        func add(_ line: Bill.Line, _ amount: Money) {
            let priced = BillingData.Priced(
                provider: line.quantity.provider, model: line.quantity.model, kind: line.quantity.kind)
            if changes[priced] == nil { order.append(priced) }
            changes[priced] = (changes[priced] ?? .zero) + amount
        }
        for line in bill.lines { add(line, line.amount) }
        for line in recorded.lines { add(line, .zero - line.amount) }
        return order.compactMap { priced in
            guard let change = changes[priced], change != .zero else { return nil }
            return [
                "provider": .string(priced.provider), "model": .string(priced.model),
                "kind": .string(priced.kind.rawValue), "amount": .string(change.text),
            ]
        }
    }

    private static func text(_ moment: Timestamp) -> String {
        var bytes: [UInt8] = []
        TimeText.append(moment, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
