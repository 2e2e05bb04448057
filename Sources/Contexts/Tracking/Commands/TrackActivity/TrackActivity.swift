import EventSourcing
import Prelude

/// Tells that whoever sends it opened a page or used a feature. The client's id makes the command's id.
package struct TrackActivity: Command, Equatable {
    package typealias Subject = ActivityHour

    package static let name = "tracking.track-activity"
    package static let readsState = false
    /// Limit: bytes of a page's name, a session's hint and a property's name; bytes of a property's value.
    package static let nameBytesMax = 128
    package static let valueBytesMax = 512
    /// Limit: properties of one entry.
    package static let propertiesMax = 16

    package let activity: ActivityTracked

    package init(_ activity: ActivityTracked) {
        self.activity = activity
    }

    package var stream: StreamName { ActivityHour.stream(of: id, at: activity.at) }
    package var content: [UInt8] { ActivityHour.codec.encode(.tracked(activity)).body }
    package var id: CommandID { .derived(from: Self.name, activity.id) }

    /// Everybody who has shown who they are, about themselves.
    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        var found: [InputViolation] = []
        if UniqueID(text: Array(activity.id.utf8)) == nil {
            found.append(InputViolation("id", code: "INVALID_ID", "`id` must be a UUID."))
        }
        found += Self.check(activity.subject, at: "name", max: Self.nameBytesMax)
        if let session = activity.session {
            found += Self.check(session, at: "sessionHint", max: Self.nameBytesMax)
        }
        if activity.properties.count > Self.propertiesMax {
            found.append(
                InputViolation(
                    "properties", code: "TOO_MANY", "`properties` must have at most \(Self.propertiesMax) items."))
        }
        for property in activity.properties.prefix(Self.propertiesMax) {
            found += Self.check(property.name, at: "properties.name", max: Self.nameBytesMax)
            if property.value.utf8.count > Self.valueBytesMax {
                found.append(
                    InputViolation(
                        "properties.value", code: "TOO_LONG",
                        "`properties.value` must have at most \(Self.valueBytesMax) bytes."))
            }
        }
        return found
    }

    package func decide(
        _ state: ActivityHour, _ circumstances: Circumstances
    ) throws(TrackingRefusal) -> Decision<ActivityHour> {
        let now = circumstances.now
        guard activity.at <= now.advanced(microseconds: ActivityHour.aheadMax) else { throw .inTheFuture }
        guard activity.at >= now.advanced(microseconds: -ActivityHour.lateMax) else { throw .tooOld }
        return Decision([.tracked(activity)])
    }

    private static func check(_ text: String, at path: String, max: Int) -> [InputViolation] {
        let bytes = text.utf8
        if (1...max).contains(bytes.count), bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) { return [] }
        return [
            InputViolation(
                path, code: "INVALID_NAME", "`\(path)` must have 1 to \(max) bytes without control characters.")
        ]
    }
}
