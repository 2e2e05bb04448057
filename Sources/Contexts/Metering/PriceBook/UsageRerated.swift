import EventSourcing
import JSON

/// The usage of a month is to be billed by another book, whatever it was recorded with. What was recorded stays.
package struct UsageRerated: EventPayload, Equatable {
    package static let name: EventName = "metering.usage-rerated.1"

    package let month: BillingMonth
    /// The number of the book: 1 for the tenant's first.
    package let book: Int64

    package init(month: BillingMonth, book: Int64) {
        (self.month, self.book) = (month, book)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        guard let month = BillingMonth(try body.string("month")) else { throw .mistyped(member: "month") }
        self.month = month
        book = try body.int("book")
    }

    package func write(to body: inout JSONWriter) {
        body.member("month", month.text)
        body.member("book", book)
    }
}
