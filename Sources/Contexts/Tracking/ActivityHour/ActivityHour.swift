import EventSourcing
import Prelude

/// What was tracked in one hour. It keeps nothing, because no decision depends on it.
///
/// Why: tracking must never be one hot stream, so it is spread over hours and parts of them, and appended at any
/// version.
package struct ActivityHour: Aggregate, Equatable {
    package typealias Event = TrackingEvent
    package typealias Refusal = TrackingRefusal

    package static let category: StreamCategory = "tracking.activity"
    package static let codec = TrackingEvent.codec
    /// Limit: how far a client's clock may be ahead, and how late it may tell.
    package static let aheadMax: Int64 = 120_000_000
    package static let lateMax: Int64 = 7 * Timestamp.microsecondsPerDay

    private static let hour: Int64 = 3_600_000_000
    private static let parts: UInt64 = 16
    private static let nowhere = StreamName(stored: "tracking.activity:-", categoryBytes: 17)

    package init() {}

    package mutating func apply(_ event: TrackingEvent) {}

    static func stream(of id: CommandID, at moment: Timestamp) -> StreamName {
        StreamName(category, "\(moment.microseconds / hour):\(id.value.low % parts)") ?? nowhere
    }
}

/// Everything that can have happened in an hour of tracking.
package enum TrackingEvent: Equatable, Sendable {
    case tracked(ActivityTracked)

    package static let codec = EventCodec<TrackingEvent>([.init(ActivityTracked.self) { .tracked($0) }]) { event in
        switch event {
        case .tracked(let payload): payload
        }
    }
}

/// Every way in which something tracked can be refused.
package enum TrackingRefusal: String, Error, Equatable, CaseIterable, Sendable {
    case inTheFuture = "IN_THE_FUTURE"
    case tooOld = "TOO_OLD"

    package var message: String {
        switch self {
        case .inTheFuture: "It lies more than 2 minutes ahead of the gateway's clock."
        case .tooOld: "It is older than 7 days."
        }
    }
}
