import EventSourcing

/// In which time zone the days and months of a tenant's usage begin.
package struct Calendar: Aggregate, Equatable {
    package typealias Event = CalendarEvent
    package typealias Refusal = CalendarRefusal

    package static let category: StreamCategory = "metering.calendar"
    package static let codec = CalendarEvent.codec

    static let stream = StreamName(stored: "metering.calendar:all", categoryBytes: 17)

    package private(set) var current: TimeZoneSet?

    package init() {}

    package mutating func apply(_ event: CalendarEvent) {
        switch event {
        case .zoneSet(let set): current = set
        }
    }
}

/// Every way in which a time zone can be refused.
package enum CalendarRefusal: String, Error, Equatable, CaseIterable, Sendable {
    case unknownZone = "UNKNOWN_TIME_ZONE"

    package var message: String {
        switch self {
        case .unknownZone: "The gateway knows no time zone of that name."
        }
    }
}
