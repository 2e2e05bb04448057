import EventSourcing

/// The price books of a tenant, one after the other; none is ever changed.
package struct PriceBooks: Aggregate, Equatable {
    package typealias Event = PriceBookEvent
    package typealias Refusal = PriceBookRefusal

    package static let category: StreamCategory = "metering.price-books"
    package static let codec = PriceBookEvent.codec
    /// Limit: books of a tenant, so that all prices of a model are one small range.
    package static let booksMax = 2_000

    static let stream = StreamName(stored: "metering.price-books:all", categoryBytes: 20)

    package private(set) var count = 0

    package init() {}

    package mutating func apply(_ event: PriceBookEvent) {
        switch event {
        case .published: count += 1
        case .rerated: break
        }
    }
}
