import ContextKit
import Database
import EventSourcing
import Prelude

/// Adds each usage to the windows that it lies in.
package struct AIAnalyticsProjection: Projection {
    package let name: ProjectionName = "ai-analytics"
    package let codeVersion: Int32 = 1
    package let tables = [ReadModelTable(UsageWindows.table)]
    package let filter = EventFilter(names: [Usage.name])

    private static let hour: Int64 = 3_600_000_000
    private static let keyCount = 5

    package init() {}

    package func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {
        let usage = try read(event)
        let keys = Self.keys(of: usage, .text(event.tenant.text))
        try rows.require(keys.map { .row($0) })
        for key in keys {
            var window = try Self.window(try rows.row(key))
            window.add(usage)
            try rows.put(key.table, key.values + Self.values(of: window))
        }
    }

    private static func keys(of usage: Usage, _ tenant: RowValue) -> [RowKey] {
        let moment = Timestamp(microseconds: usage.at)
        let day = RowValue.int(Int64(moment.day.daysSinceEpoch))
        let hours = Int64(moment.day.daysSinceEpoch) * 24 + moment.microsecondsOfDay / hour
        let model = RowValue.text(usage.provider + " " + usage.model)
        func key(_ span: String, _ dimension: String, _ start: RowValue, _ series: RowValue) -> RowKey {
            RowKey("ai_usage_windows", [tenant, .text(span), .text(dimension), start, series])
        }
        var keys = [
            key("h", "m", .int(hours), model), key("d", "m", day, model), key("d", "u", day, .text(usage.user)),
        ]
        if let bot = usage.bot { keys += [key("h", "b", .int(hours), .text(bot)), key("d", "b", day, .text(bot))] }
        return keys
    }

    private static func window(_ row: [RowValue]?) throws(ProjectionInterruption) -> Window {
        guard let row else { return Window() }
        var numbers: [Int64] = []
        for value in row.dropFirst(keyCount) {
            if case .int(let number) = value { numbers.append(number) }
        }
        guard numbers.count == 5, case .blob(let packed)? = row.last, let sketch = LatencySketch(packed: packed) else {
            throw .poison(reason: "a window that is none")
        }
        return Window(
            requests: numbers[0], errors: numbers[1], tokens: numbers[2], latencySum: numbers[3],
            latencyMax: numbers[4], sketch: sketch)
    }

    private static func values(of window: Window) -> [RowValue] {
        [
            .int(window.requests), .int(window.errors), .int(window.tokens), .int(window.latencySum),
            .int(window.latencyMax), .blob(window.sketch.packed),
        ]
    }

    private func read(_ event: RecordedEvent) throws(ProjectionInterruption) -> Usage {
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
