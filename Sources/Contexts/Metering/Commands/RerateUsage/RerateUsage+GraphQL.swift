import ContextKit
import EventSourcing

/// `Mutation.rerateUsage`
package enum RerateUsageField: CommandPart {
    package static let field = "Mutation.rerateUsage"

    package static func command(_ input: Input, _ request: CommandRequest) -> RerateUsage {
        let given = input.object("input")
        return RerateUsage(month: given?.text("month") ?? "", book: given?.int("book") ?? 0)
    }

    package static func result(_ command: RerateUsage, _ receipt: CommandReceipt<PriceBookEvent>) -> ResultRow {
        ResultRow("UsageRerated", ["month": .text(command.month), "book": .int(command.book)])
    }

    package static func refused(_ refusal: PriceBookRefusal) -> ResultRow {
        ResultRow("PriceBookRefused", ["reason": .text(refusal.rawValue), "message": .text(refusal.message)])
    }
}
