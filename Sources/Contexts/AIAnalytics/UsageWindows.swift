import ContextKit
import Database
import EventSourcing

/// What was used in each hour and on each day (UTC), of each model, bot and user.
///
/// `span` is `h` or `d`, `dimension` is `a` (all), `m` (provider and model), `b` or `u`; users have days only. What is
/// asked of a provider is the sum over its models. `start` counts hours or days since 1970.
package enum UsageWindows: ReadModel {
    package static let table = TableDefinition(
        "ai_usage_windows",
        columns: [
            .init("tenant_id", .text), .init("span", .text), .init("dimension", .text), .init("start", .int),
            .init("series", .text),
        ] + Window.columns,
        primaryKey: ["tenant_id", "span", "dimension", "start", "series"],
        indexes: [.init("by_series", on: ["tenant_id", "span", "dimension", "series", "start"])])
    package static var projection: any Projection { AIAnalyticsProjection() }
    package static let zone = Zone.gray
    package static let tagSets: [[SQLName]] = [[]]

    package static func install(in assembly: inout Assembly) { assembly.readModel(UsageWindows.self) }
}
