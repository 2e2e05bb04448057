import EventSourcing
import JSON

/// Has the usage of a month billed by another book; what was recorded, and what it cost then, stays as it is.
package struct RerateUsage: Command, Equatable {
    package typealias Subject = PriceBooks

    package static let name = "metering.rerate-usage"

    package let month: String
    package let book: Int64

    package init(month: String, book: Int64) {
        (self.month, self.book) = (month, book)
    }

    package var stream: StreamName { PriceBooks.stream }
    package var content: [UInt8] { Array("\(month) \(book)".utf8) }

    package func isPermitted(to caller: Caller) -> Bool { MeteringPermission.mayPrice(caller) }

    package func violations() -> [InputViolation] {
        if BillingMonth(month) != nil { return [] }
        return [InputViolation("month", code: "INVALID_MONTH", "`month` must be a month such as 2026-11.")]
    }

    package func decide(
        _ state: PriceBooks, _ circumstances: Circumstances
    ) throws(PriceBookRefusal) -> Decision<PriceBooks> {
        guard let month = BillingMonth(month), book >= 1, book <= state.count else { throw .unknownBook }
        return Decision([.rerated(UsageRerated(month: month, book: book))])
    }
}
