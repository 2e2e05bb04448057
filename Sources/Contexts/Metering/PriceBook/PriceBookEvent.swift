import EventSourcing
import JSON
import Prelude

/// Everything that can have happened to the price books of a tenant.
package enum PriceBookEvent: Equatable, Sendable {
    case published(PriceBookPublished)

    package static let codec = EventCodec<PriceBookEvent>([.init(PriceBookPublished.self) { .published($0) }]) {
        event in
        switch event {
        case .published(let payload): payload
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
        entries = try body.list("entries") { (entry) throws(EventBodyError) in
            PriceEntry(
                provider: try entry.string("provider"), model: try entry.string("model"),
                kind: try entry.one("kind"), picoUSD: try entry.int("picoUsd"))
        }
    }

    package func write(to body: inout JSONWriter) {
        body.member("effectiveFrom", effectiveFrom)
        body.key("entries")
        body.beginArray()
        for entry in entries {
            body.beginObject()
            body.member("provider", entry.provider)
            body.member("model", entry.model)
            body.member("kind", entry.kind)
            body.member("picoUsd", entry.picoUSD)
            body.endObject()
        }
        body.endArray()
    }
}
