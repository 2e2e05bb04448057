import GraphQLPlanning
import JSON
import Prelude
import Rows

/// The posts and users of `Benchmarks/data/posts.json` as rows in memory, which is what W2 and W3 read.
final class BenchmarkRows: Sendable {
    private let document: JSONDocument
    /// A batch for each list of columns that was ever asked for; there are as many as kinds of queries.
    private typealias Batches = Lock<[(columns: [String], rows: RowBatch)]>
    private let posts = Batches([])
    private let users = Batches([])

    init(_ text: [UInt8]) throws {
        document = try JSONDocument(parsing: text)
    }

    func posts(_ call: LoadCall) -> LoadResult { .all(batch("posts", call.columns, in: posts)) }

    /// One row of the users for each parent; their ids are 1, 2, 3 … in this order.
    func users(_ call: LoadCall) -> LoadResult {
        let users = batch("users", call.columns, in: users)
        let groups = (0..<call.keys.rowCount).map { key in
            let row = Int(call.keys.cell(row: key, column: 0).int) - 1
            return users.rowCount > row && row >= 0 ? LoadResult.Group.rows(row..<row + 1) : .null
        }
        return LoadResult(rows: users, groups: groups)
    }

    private func batch(_ list: String, _ columns: [String], in batches: Batches) -> RowBatch {
        let known = batches.withLock { batches in
            for entry in batches where entry.columns == columns { return Optional(entry.rows) }
            return nil
        }
        if let known { return known }
        let made = make(list, columns)
        batches.withLock { $0.append((columns, made)) }
        return made
    }

    private func make(_ list: String, _ columns: [String]) -> RowBatch {
        var rows = RowBatch(columnCount: columns.count)
        guard let items = document.member(Array(list.utf8), of: document.root) else { return rows }
        for item in document.items(items) {
            for column in columns {
                let name = column == "user_id" ? "userId" : column
                guard let value = document.member(Array(name.utf8), of: item) else {
                    rows.append(.null)
                    continue
                }
                if let number = document.int64(value) {
                    rows.append(.int(number))
                } else {
                    rows.append(.text, bytes: document.bytes(value))
                }
            }
            rows.endRow()
        }
        return rows
    }
}
