import ContextKit
import Database
import EventSourcing
import Prelude

/// Adds each usage to the windows that it lies in.
package struct AIAnalyticsProjection: BatchedProjection {
    package let name: ProjectionName = "ai-analytics"
    package let codeVersion: Int32 = 2
    package let tables = [ReadModelTable(UsageWindows.table)]
    package let filter = EventFilter(names: [Usage.name])

    package init() {}

    package func events(_ events: [RecordedEvent]) -> UsageWindowsBatch { UsageWindowsBatch(events) }
}

/// The windows of a batch, added up in memory: a stored sketch is unpacked and packed once, not once a usage.
package struct UsageWindowsBatch: ProjectionBatch {
    private let events: [RecordedEvent]
    private var windows: [RowKey: Window]?

    private static let hour: Int64 = 3_600_000_000

    init(_ events: [RecordedEvent]) {
        self.events = events
    }

    package mutating func run(_ rows: inout RowSet) throws(ProjectionInterruption) {
        let added: [RowKey: Window]
        if let windows { added = windows } else { added = try folded() }
        windows = added
        try rows.require(added.keys.map { .row($0) })
        for (key, more) in added {
            var window = Window()
            if let row = try rows.row(key) { window = try Window(stored: row.dropFirst(key.values.count)) }
            window.merge(more)
            try rows.put(key.table, key.values + window.values)
        }
    }

    private func folded() throws(ProjectionInterruption) -> [RowKey: Window] {
        var windows: [RowKey: Window] = [:]
        for event in events {
            let usage = try Self.read(event)
            for key in Self.keys(of: usage, .text(event.tenant.text)) { windows[key, default: Window()].add(usage) }
        }
        return windows
    }

    private static func keys(of usage: Usage, _ tenant: RowValue) -> [RowKey] {
        let moment = Timestamp(microseconds: usage.at)
        let day = RowValue.int(Int64(moment.day.daysSinceEpoch))
        let hour = RowValue.int(Int64(moment.day.daysSinceEpoch) * 24 + moment.microsecondsOfDay / hour)
        let model = RowValue.text(usage.provider + " " + usage.model)
        func key(_ span: String, _ dimension: String, _ start: RowValue, _ series: RowValue) -> RowKey {
            RowKey("ai_usage_windows", [tenant, .text(span), .text(dimension), start, series])
        }
        var keys = [
            key("h", "a", hour, .text("")), key("d", "a", day, .text("")), key("h", "m", hour, model),
            key("d", "m", day, model), key("d", "u", day, .text(usage.user)),
        ]
        if let bot = usage.bot { keys += [key("h", "b", hour, .text(bot)), key("d", "b", day, .text(bot))] }
        return keys
    }

    private static func read(_ event: RecordedEvent) throws(ProjectionInterruption) -> Usage {
        guard event.codec == .json, event.schemaVersion == 1 else {
            throw .poison(reason: "\(event.name) in a form that is not known here")
        }
        do throws(EventBodyError) {
            return try Usage(try EventBody(parsing: event.body))
        } catch {
            throw .poison(reason: "\(event.name) cannot be read: \(error)")
        }
    }
}
