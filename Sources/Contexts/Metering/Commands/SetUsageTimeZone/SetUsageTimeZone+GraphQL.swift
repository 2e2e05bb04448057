import ContextKit
import EventSourcing

/// `Mutation.setUsageTimeZone`
package enum SetUsageTimeZoneField: CommandPart {
    package static let field = "Mutation.setUsageTimeZone"

    package static func command(_ input: Input, _ request: CommandRequest) -> SetUsageTimeZone {
        let zone = input.text("timeZone") ?? ""
        return SetUsageTimeZone(zone: zone, rules: ZoneFile.rules(of: zone))
    }

    package static func result(_ command: SetUsageTimeZone, _ receipt: CommandReceipt<CalendarEvent>) -> ResultRow {
        ResultRow("UsageTimeZoneSet", ["time_zone": .text(command.zone)])
    }

    package static func refused(_ refusal: CalendarRefusal) -> ResultRow {
        ResultRow("UsageTimeZoneRefused", ["reason": .text(refusal.rawValue), "message": .text(refusal.message)])
    }
}
