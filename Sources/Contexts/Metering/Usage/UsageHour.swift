import EventSourcing
import Prelude

/// The usages of one model in one hour. It keeps nothing, because no decision depends on an earlier usage.
///
/// Why: metering must never be one hot stream, so a tenant's usages are spread over models and hours and are appended
/// at any version.
package struct UsageHour: Aggregate, Equatable {
    package typealias Event = UsageEvent
    package typealias Refusal = UsageRefusal

    package static let category: StreamCategory = "metering.usage"
    package static let codec = UsageEvent.codec
    /// Limit: how far a clock that reports usages may be ahead.
    package static let aheadMax: Int64 = 120_000_000
    /// Limit: how late a usage may come: one month and some days, so that the last month can still be completed.
    package static let windowDays: Int64 = 35

    /// A stream that no usage has; a command with an unusable name is refused before anything is written.
    private static let nowhere = StreamName(stored: "metering.usage:-", categoryBytes: 14)
    private static let hour: Int64 = 3_600_000_000

    package init() {}

    package mutating func apply(_ event: UsageEvent) {}

    static func stream(provider: String, model: String, at moment: Timestamp) -> StreamName {
        guard MeteringInput.isName(provider), MeteringInput.isName(model) else { return nowhere }
        return StreamName(category, "\(provider):\(model):\(moment.microseconds / hour)") ?? nowhere
    }
}
