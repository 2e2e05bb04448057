import EventSourcing
import JSON

/// What this context needs of a tenant's time zone.
struct ZoneSet: Sendable {
    static let name: EventName = "metering.time-zone-set.1"

    let zone: String
    let offsets: ZoneOffsets

    init(_ body: EventBody) throws(EventBodyError) {
        zone = try body.string("zone")
        let changes = try body.list("changes") { (change) throws(EventBodyError) in
            (at: try change.int("at"), offset: try change.int("offset"))
        }
        offsets = ZoneOffsets(first: try body.int("offset"), changes: changes)
    }
}

/// What this context needs of a re-rating.
struct Rerating: Sendable {
    static let name: EventName = "metering.usage-rerated.1"

    let month: Month
    let book: Int64

    init(_ body: EventBody) throws(EventBodyError) {
        guard let month = Month(try body.string("month")) else { throw .mistyped(member: "month") }
        self.month = month
        book = try body.int("book")
    }
}
