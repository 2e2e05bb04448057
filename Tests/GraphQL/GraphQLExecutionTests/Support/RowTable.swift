import GraphQLPlanning
import JSON
import Prelude
import Rows

/// Rows in memory, answered with the columns that are asked for.
struct RowTable: Sendable {
    let rows: [[String: JSONValue]]

    /// The chosen rows as a batch with the wanted columns.
    func batch(_ chosen: [[String: JSONValue]], columns: [String]) -> RowBatch {
        var batch = RowBatch(columnCount: columns.count)
        for row in chosen {
            for column in columns { Self.append(row[column] ?? .null, to: &batch) }
            batch.endRow()
        }
        return batch
    }

    /// Every row.
    func all() -> Loader { .immediate { call in .all(batch(rows, columns: call.columns)) } }

    /// Rows whose column equals the only key, one group a key.
    func by(_ column: String) -> Loader {
        .immediate { call in
            var chosen: [[String: JSONValue]] = []
            var groups: [LoadResult.Group] = []
            for key in 0..<call.keys.rowCount {
                let wanted = Self.value(call.keys.cell(row: key, column: 0), in: call.keys)
                let found = rows.filter { $0[column] == wanted }
                groups.append(found.isEmpty ? .null : .rows(chosen.count..<chosen.count + found.count))
                chosen += found
            }
            return LoadResult(rows: batch(chosen, columns: call.columns), groups: groups)
        }
    }

    static func append(_ value: JSONValue, to batch: inout RowBatch) {
        switch value {
        case .null: batch.append(.null)
        case .bool(let value): batch.append(.bool(value))
        case .number(let text):
            if let value = Int64(text) { batch.append(.int(value)) } else { batch.append(.double(Double(text) ?? 0)) }
        case .string(let text): batch.append(text: text)
        case .array, .object: batch.append(.json, bytes: value.bytes)
        }
    }

    static func value(_ cell: Cell, in batch: RowBatch) -> JSONValue {
        switch cell.tag {
        case .null: .null
        case .bool: .bool(cell.bool)
        case .int: .number(String(cell.int))
        case .double: .number(cell.double.description)
        case .text: .string(batch.string(of: cell))
        case .json, .blob: .null
        }
    }
}

/// Remembers the calls of loads, to count them.
final class CallLog: Sendable {
    private let calls = Lock<[(name: String, keys: Int, columns: [String])]>([])

    var all: [(name: String, keys: Int, columns: [String])] { calls.withLock { $0 } }

    func logging(_ loader: Loader) -> Loader {
        guard case .immediate(let load) = loader else { return loader }
        return .immediate { call in
            self.calls.withLock { $0.append((call.binding.name, call.keys.rowCount, call.columns)) }
            return load(call)
        }
    }
}
