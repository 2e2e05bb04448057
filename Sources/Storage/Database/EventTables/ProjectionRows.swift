import EventSourcing
import Prelude
import Rows

/// Turns rows of the bookkeeping tables into values and back.
enum ProjectionRows {
    static func record(_ rows: RowBatch, _ row: Int) throws(ProjectionStoreError) -> GenerationRecord {
        func int(_ column: Int) -> Int64 { rows.cell(row: row, column: column).int }
        func text(_ column: Int) -> String { rows.string(of: rows.cell(row: row, column: column)) }
        guard let number = Int32(exactly: int(1)), let codeVersion = Int32(exactly: int(2)),
            let stage = UInt8(exactly: int(3)).flatMap(GenerationRecord.Stage.init), let epoch = UInt32(exactly: int(4))
        else { throw .mismatch(reason: "a generation of \(text(0)) cannot be understood") }
        let owner = rows.cell(row: row, column: 8)
        return GenerationRecord(
            generation: Generation(ProjectionName(validated: text(0)), number), codeVersion: codeVersion, stage: stage,
            checkpoint: Cursor(epoch: LogEpoch(epoch), position: GlobalPosition(int(5))), gate: GlobalPosition(int(6)),
            isPaused: rows.cell(row: row, column: 7).bool,
            owner: owner.isNull ? nil : NodeID(validated: rows.string(of: owner)), leaseEpoch: int(9),
            leaseIsHeld: rows.cell(row: row, column: 10).bool, parkedCount: Int(clamping: int(12)),
            touched: Timestamp(microseconds: int(11)))
    }

    static func parked(_ rows: RowBatch, _ row: Int) throws(ProjectionStoreError) -> ParkedEvent {
        func int(_ column: Int) -> Int64 { rows.cell(row: row, column: column).int }
        func text(_ column: Int) -> String { rows.string(of: rows.cell(row: row, column: column)) }
        guard let attempts = Int32(exactly: int(3)),
            let verdict = UInt8(exactly: int(5)).flatMap(ParkedEvent.Verdict.init)
        else { throw .mismatch(reason: "a parked event cannot be understood") }
        return ParkedEvent(
            key: text(1), position: GlobalPosition(int(0)), name: EventName(validated: text(2)), attempts: attempts,
            reason: text(4), verdict: verdict)
    }

    /// The columns after the generation's key. PostgreSQL's texts cannot hold a NUL, so a reason goes without it.
    static func values(of event: ParkedEvent) -> [SQLValue] {
        [
            .int(event.position.number), .text(event.key), .text(event.name.text), .int(Int64(event.attempts)),
            .text(event.reason.utf8.filter { $0 != 0 }), .int(Int64(event.verdict.rawValue)),
        ]
    }
}
