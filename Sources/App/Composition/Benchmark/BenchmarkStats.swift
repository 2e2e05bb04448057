import ContextKit
import Database
import EventSourcing

/// The read model of W4; `Benchmarks/data/seed.sql` fills its table.
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
    let filter = EventFilter(names: [])

    static func install(in assembly: inout Assembly) { assembly.readModel(BenchmarkStats.self) }

    /// No event touches these rows.
    func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {}
}
