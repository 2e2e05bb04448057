import ContextKit
import EventSourcing
import JSON
import Prelude

/// `Mutation.publishPriceBook`
package enum PublishPriceBookField: CommandPart {
    package static let field = "Mutation.publishPriceBook"

    package static func command(_ input: Input, _ request: CommandRequest) -> PublishPriceBook {
        let given = input.object("input")
        let entries = (given?.objects("entries") ?? []).map { entry in
            PriceEntry(
                provider: entry.text("provider") ?? "", model: entry.text("model") ?? "",
                kind: entry.text("kind").flatMap(TokenKind.init) ?? .prompt,
                picoUSD: entry.int("picoUsdPerToken") ?? -1,
                tiers: (entry.objects("tiers") ?? []).map { tier in
                    PriceEntry.Tier(from: tier.int("fromTokens") ?? -1, picoUSD: tier.int("picoUsdPerToken") ?? -1)
                },
                freeTokens: entry.int("monthlyFreeTokens") ?? 0, discount: entry.int("discountBasisPoints") ?? 0)
        }
        return PublishPriceBook(
            PriceBookPublished(
                effectiveFrom: given?.moment("effectiveFrom") ?? Timestamp(microseconds: 0), entries: entries))
    }

    package static func result(_ command: PublishPriceBook, _ receipt: CommandReceipt<PriceBookEvent>) -> ResultRow {
        ResultRow(
            "PriceBookPublished",
            [
                "effective_from": .int(command.book.effectiveFrom.microseconds),
                "number": .int(Int64(receipt.data.int ?? 0)),
            ])
    }

    package static func refused(_ refusal: PriceBookRefusal) -> ResultRow {
        ResultRow("PriceBookRefused", ["reason": .text(refusal.rawValue), "message": .text(refusal.message)])
    }
}
