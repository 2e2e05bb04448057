import EventSourcing
import JSON
import Prelude

/// Everything that can have happened to the price books of a tenant.
package enum PriceBookEvent: Equatable, Sendable {
    case published(PriceBookPublished)
    case rerated(UsageRerated)

    package static let codec = EventCodec<PriceBookEvent>([
        .init(PriceBookPublished.self) { .published($0) },
        .init(UsageRerated.self) { .rerated($0) },
    ]) { event in
        switch event {
        case .published(let payload): payload
        case .rerated(let payload): payload
        }
    }
}

/// A price book was published: its prices hold for what occurs from a moment on and is recorded after the book.
package struct PriceBookPublished: EventPayload, Equatable {
    package static let name: EventName = "metering.price-book-published.1"
    package let effectiveFrom: Timestamp
    package let entries: [PriceEntry]

    package init(effectiveFrom: Timestamp, entries: [PriceEntry]) {
        (self.effectiveFrom, self.entries) = (effectiveFrom, entries)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        effectiveFrom = try body.timestamp("effectiveFrom")
        entries = try body.list("entries") { (entry) throws(EventBodyError) in try PriceEntry(entry) }
    }

    package func write(to body: inout JSONWriter) {
        body.member("effectiveFrom", effectiveFrom)
        body.key("entries")
        body.beginArray()
        for entry in entries { entry.write(to: &body) }
        body.endArray()
    }
}
