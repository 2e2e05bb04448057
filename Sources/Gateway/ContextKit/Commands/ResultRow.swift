import Prelude
import Rows

/// The object that a mutation answers with: its concrete type, and the columns of its row.
package struct ResultRow: Sendable {
    /// One value of a row.
    package enum Value: Sendable {
        case null
        case bool(Bool)
        case int(Int64)
        case double(Double)
        case text(String)
        case json([UInt8])
    }

    package let type: String
    package private(set) var columns: [(name: String, value: Value)]

    package init(_ type: String, _ columns: KeyValuePairs<String, Value> = [:]) {
        self.type = type
        self.columns = columns.map { ($0.key, $0.value) }
    }

    /// The same row with one more column.
    package func with(_ name: String, _ value: Value) -> ResultRow {
        var row = self
        row.columns.append((name, value))
        return row
    }

    /// The value of a column; the last word on it.
    package func value(_ name: String) -> Value? { columns.last { $0.name == name }?.value }

    /// A batch of this one row, its columns in the order that the plan wants them.
    package func batch(_ wanted: [String]) -> RowBatch {
        ResultRow.batch([self], wanted)
    }

    /// A batch of these rows in their order.
    package static func batch(_ rows: [ResultRow], _ wanted: [String]) -> RowBatch {
        var batch = RowBatch(columnCount: wanted.count)
        for row in rows { row.append(to: &batch, wanted) }
        return batch
    }

    private func append(to batch: inout RowBatch, _ wanted: [String]) {
        for name in wanted {
            guard name != "__typename" else {
                batch.append(text: type)
                continue
            }
            switch value(name) {
            case .bool(let bool): batch.append(.bool(bool))
            case .int(let int): batch.append(.int(int))
            case .double(let double): batch.append(.double(double))
            case .text(let text): batch.append(text: text)
            case .json(let json): batch.append(.json, bytes: json)
            case .null, nil: batch.append(.null)
            }
        }
        batch.endRow()
    }
}
