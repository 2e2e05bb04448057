import EventSourcing
import JSON

/// Everything that can have happened to the calendar of a tenant.
package enum CalendarEvent: Equatable, Sendable {
    case zoneSet(TimeZoneSet)

    package static let codec = EventCodec<CalendarEvent>([.init(TimeZoneSet.self) { .zoneSet($0) }]) { event in
        switch event {
        case .zoneSet(let payload): payload
        }
    }
}

/// From here on in the log, days begin as they do in a zone.
///
/// Why the rules are in the fact: they are changed by governments. With them in the log a rebuild cuts the same days,
/// whatever the machine's own rules have become; new rules come with the next fact.
package struct TimeZoneSet: EventPayload, Equatable {
    package static let name: EventName = "metering.time-zone-set.1"

    package let zone: String
    package let rules: ZoneRules

    package init(zone: String, rules: ZoneRules) {
        (self.zone, self.rules) = (zone, rules)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        zone = try body.string("zone")
        rules = ZoneRules(
            first: try body.int("offset"),
            changes: try body.list("changes") { (change) throws(EventBodyError) in
                ZoneRules.Change(at: try change.int("at"), offset: try change.int("offset"))
            })
    }

    package func write(to body: inout JSONWriter) {
        body.member("zone", zone)
        body.member("offset", rules.first)
        body.key("changes")
        body.beginArray()
        for change in rules.changes {
            body.beginObject()
            body.member("at", change.at)
            body.member("offset", change.offset)
            body.endObject()
        }
        body.endArray()
    }
}
