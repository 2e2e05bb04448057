import Database
import GraphQLPlanning
import Rows

/// Sorts the rows of a load's statements into one group a key.
enum Groups {
    /// One statement was run for each key.
    static func perKey(_ results: [QueryResult], columnCount: Int, onlyFirst: Bool) -> LoadResult {
        if results.count == 1, case .success(let rows) = results[0] {
            let group: LoadResult.Group =
                onlyFirst ? (rows.rowCount == 0 ? .null : .rows(0..<1)) : .rows(0..<rows.rowCount)
            return LoadResult(rows: rows, groups: [group])
        }
        var rows = RowBatch(columnCount: columnCount)
        var groups: [LoadResult.Group] = []
        var failures: [LoadFailure] = []
        for result in results {
            switch result {
            case .success(let part):
                let first = rows.rowCount
                for row in 0..<(onlyFirst ? min(1, part.rowCount) : part.rowCount) { rows.append(row: row, of: part) }
                groups.append(onlyFirst && part.rowCount == 0 ? .null : .rows(first..<rows.rowCount))
            case .failure(let error):
                groups.append(.init(state: .failed, first: failures.count, count: 0))
                failures.append(ReadFailure.public(error).loadFailure)
            }
        }
        return LoadResult(rows: rows, groups: groups, failures: failures)
    }

    /// One statement was run for all keys; its last column is the key.
    static func byKeyColumn(_ results: [QueryResult], keys: [SQLValue], keyColumn: Int) -> LoadResult {
        guard let result = results.first else { return .failed(LoadFailure(message: "No rows."), keys: keys.count) }
        switch result {
        case .failure(let error):
            return .failed(ReadFailure.public(error).loadFailure, keys: keys.count)
        case .success(let rows):
            var found: [SQLValue: Int] = [:]
            found.reserveCapacity(rows.rowCount)
            for row in 0..<rows.rowCount {
                found[KeysetCursor.value(of: rows.cell(row: row, column: keyColumn), in: rows)] = row
            }
            return LoadResult(rows: rows, groups: keys.map { key in found[key].map { .rows($0..<$0 + 1) } ?? .null })
        }
    }
}

/// What a client is told when a store does not answer.
enum ReadFailure {
    static func `public`(_ error: DatabaseError) -> PublicFailure {
        switch error.kind {
        case .retry, .unavailable, .outcomeUnknown, .overloaded, .storage: .unavailable(retryAfterMilliseconds: 1_000)
        case .timeout: PublicFailure("DEADLINE_EXCEEDED", "The data could not be read in time.")
        case .cancelled: PublicFailure("CANCELLED", "The request was cancelled.")
        case .rejected: PublicFailure("BAD_USER_INPUT", "A value cannot be looked up: it holds a NUL or is too long.")
        case .conflict, .bug: PublicFailure("INTERNAL", "Internal server error")
        }
    }
}

extension RowBatch {
    /// Appends a row of another batch, as many columns as this one has.
    mutating func append(row: Int, of other: RowBatch) {
        for column in 0..<columnCount { append(cell: other.cell(row: row, column: column), of: other) }
        endRow()
    }

    mutating func append(cell: Cell, of other: RowBatch) {
        switch cell.tag {
        case .null, .bool, .int, .double: append(cell)
        case .text, .json, .blob: append(cell.tag, bytes: other.bytes(of: cell))
        }
    }
}
