import ContextKit
import Database
import EventSourcing

/// The read model of W4, to which the mutation adds; `Benchmarks/data/seed.sql` fills its table.
struct BenchmarkStats: Projection, ReadModel {
    static let table = TableDefinition(
        "bench_read_model",
        columns: [
            .init("tenant_id", .text), .init("user_id", .text), .init("total_tokens", .int),
            .init("prompt_tokens", .int), .init("completion_tokens", .int), .init("cost_micro_usd", .text),
            .init("updated_at", .text),
        ],
        primaryKey: ["tenant_id", "user_id"])
    static let zone = Zone.white
    static let tagSets: [[SQLName]] = [["user_id"]]
    static var projection: any Projection { BenchmarkStats() }

    let name: ProjectionName = "bench-read-model"
    let codeVersion: Int32 = 1
    let tables = [ReadModelTable(BenchmarkStats.table)]
    let filter = EventFilter(categories: [BenchmarkUsage.category])
    private static let name: TableName = "bench_read_model"
    private enum Column {
        static let (total, prompt) = (2, 3)
    }

    static func install(in assembly: inout Assembly) { assembly.readModel(BenchmarkStats.self) }

    func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {
        let added = try BenchmarkUsage.codec.decodeForProjection(event)
        guard var row = try rows.row(BenchmarkStats.name, .text(event.tenant.text), .text(added.user)),
            case .int(let total) = row[Column.total], case .int(let prompt) = row[Column.prompt]
        else { throw .poison(reason: "there is no user \(added.user)") }
        row[Column.total] = .int(total + added.tokens)
        row[Column.prompt] = .int(prompt + added.tokens)
        try rows.put(BenchmarkStats.name, row)
    }
}
