import EventSourcing
import Rows

/// The stored form of what a command did.
package enum StoredOutcome {
    /// "3,1,7": the versions of the streams of the append.
    package static func text(_ versions: [StreamVersion]) -> String {
        versions.map { String($0.number) }.joined(separator: ",")
    }

    /// Six columns from `column` on: request, epoch, position, event count, versions, data.
    package static func read(_ rows: RowBatch, row: Int, column: Int) throws(EventStoreError) -> RecordedOutcome {
        guard let request = RequestHash(bytes: rows.bytes(of: rows.cell(row: row, column: column))) else {
            throw .corrupt(position: nil, reason: "a command without its request")
        }
        return try read(
            request, epoch: rows.cell(row: row, column: column + 1).int,
            position: rows.cell(row: row, column: column + 2).int, count: rows.cell(row: row, column: column + 3).int,
            versions: rows.bytes(of: rows.cell(row: row, column: column + 4)),
            data: Array(rows.bytes(of: rows.cell(row: row, column: column + 5))))
    }

    package static func read(
        _ request: RequestHash, epoch: Int64, position: Int64, count: Int64, versions: ArraySlice<UInt8>, data: [UInt8]
    ) throws(EventStoreError) -> RecordedOutcome {
        let numbers = versions.split(separator: UInt8(ascii: ",")).map { Int64(String(decoding: $0, as: UTF8.self)) }
        guard let epoch = UInt32(exactly: epoch), !numbers.contains(nil), count >= 0, count <= position else {
            throw .corrupt(position: GlobalPosition(position), reason: "a command with an impossible outcome")
        }
        return RecordedOutcome(
            request: request, epoch: LogEpoch(epoch), position: GlobalPosition(position), eventCount: Int(count),
            versions: numbers.compactMap { $0.map { StreamVersion($0) } }, data: data)
    }
}
