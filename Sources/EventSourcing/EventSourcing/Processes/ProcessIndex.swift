import JSON
import Prelude

/// The read model that processes are found by: all of them, and those that have something to do, by time.
package struct ProcessIndex: Projection {
    package let name: ProjectionName = "process-index"
    package let codeVersion: Int32 = 1
    package let filter = EventFilter(names: [ProcessTransition.name])

    /// Every process.
    package static let processes = ReadModelTable(
        "processes", key: [.init("kind", .text), .init("tenant", .text), .init("instance", .text)],
        columns: [
            .init("status", .text), .init("reason", .text), .init("due", .int, isNullable: true),
            .init("open_steps", .int), .init("version", .int), .init("position", .int), .init("began", .int),
            .init("changed", .int),
        ])
    /// What has to be done when.
    package static let work = ReadModelTable(
        "process_work",
        key: [.init("kind", .text), .init("due", .int), .init("tenant", .text), .init("instance", .text)], columns: [])
    /// Processes that wait for an operator.
    package static let parked = ReadModelTable(
        "parked_processes", key: [.init("kind", .text), .init("tenant", .text), .init("instance", .text)],
        columns: [.init("reason", .text), .init("since", .int)])

    package let tables = [processes, work, parked]

    package init() {}

    package func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {
        let record: ProcessRecord
        do throws(ProcessPoison) {
            record = try ProcessTransition(event).record
        } catch {
            throw .poison(reason: error.reason)
        }
        let kind = String(event.stream.category.text.dropFirst("process.".utf8.count))
        let id: [RowValue] = [.text(kind), .text(event.tenant.text), .text(event.stream.id)]
        let now = RowValue.int(event.metadata.recorded.microseconds)
        let before = try rows.row(RowKey("processes", id))
        if let before, case .int(let due) = before[5] {
            try rows.delete("process_work", id[0], .int(due), id[1], id[2])
        }
        let due = record.due.map { RowValue.int($0.microseconds) } ?? .null
        try rows.put(
            "processes",
            id + [
                .text(record.status.rawValue), .text(record.reason.storable), due, .int(Int64(record.steps.count)),
                .int(event.version.number), .int(event.position.number), before.map { $0[9] } ?? now, now,
            ])
        if record.due != nil { try rows.put("process_work", [id[0], due, id[1], id[2]]) }
        if record.status == .parked {
            try rows.put("parked_processes", id + [.text(record.reason.storable), now])
        } else {
            try rows.delete("parked_processes", id[0], id[1], id[2])
        }
    }
}
