import EventSourcing
import JSON
import Prelude

/// Lets the days and months of a tenant's usage begin as they do in a time zone.
package struct SetUsageTimeZone: Command, Equatable {
    package typealias Subject = Calendar

    package static let name = "metering.set-usage-time-zone"
    /// How long before the command the rules reach back: longer than a usage may be late.
    private static let reachSeconds: Int64 = 400 * 86_400

    package let zone: String
    /// The rules as this machine knows them; nil for a zone that it does not know.
    package let rules: ZoneRules?

    package init(zone: String, rules: ZoneRules?) {
        (self.zone, self.rules) = (zone, rules)
    }

    package var stream: StreamName { Calendar.stream }
    package var content: [UInt8] { Array(zone.utf8) }

    package func isPermitted(to caller: Caller) -> Bool { MeteringPermission.mayPrice(caller) }

    package func decide(
        _ state: Calendar, _ circumstances: Circumstances
    ) throws(CalendarRefusal) -> Decision<Calendar> {
        guard let rules else { throw .unknownZone }
        let now = circumstances.now.microseconds / 1_000_000
        let set = TimeZoneSet(zone: zone, rules: rules.since(now - Self.reachSeconds))
        return state.current == set ? .nothing : Decision([.zoneSet(set)])
    }
}
