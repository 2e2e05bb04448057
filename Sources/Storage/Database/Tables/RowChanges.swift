/// What a batch of events does to one table, folded to one change a key.
///
/// Why folded: a set-based upsert may not meet the same key twice, and a counter that moves a thousand times in a batch
/// costs one row. Invariant: applying the folded changes equals applying the single ones in order.
package struct RowChanges: Sendable {
    enum Change: Sendable, Equatable {
        /// The whole row, whatever was there.
        case put([SQLValue])
        /// Merged by the columns' rules with what is there.
        case merge([SQLValue])
        case delete
    }

    package let table: TableDefinition
    private(set) var keys: [[SQLValue]] = []
    private(set) var changes: [Change] = []
    private var places: [[SQLValue]: Int] = [:]

    package init(_ table: TableDefinition) { self.table = table }

    package var isEmpty: Bool { keys.isEmpty }
    package var count: Int { keys.count }

    /// Writes the whole row; values stand in the order of the table's columns.
    package mutating func put(_ row: [SQLValue]) throws(DatabaseError) {
        try check(row)
        set(.put(row), for: key(of: row))
    }

    /// Inserts the row, or merges it into the one that is there by the columns' rules.
    package mutating func merge(_ row: [SQLValue]) throws(DatabaseError) {
        try check(row)
        let key = key(of: row)
        guard let place = places[key] else { return set(.merge(row), for: key) }
        changes[place] =
            switch changes[place] {
            case .put(let old): .put(try merged(old, row))
            case .merge(let old): .merge(try merged(old, row))
            case .delete: .put(row)
            }
    }

    /// Deletes the row of this key if there is one.
    package mutating func delete(_ key: [SQLValue]) throws(DatabaseError) {
        guard key.count == table.primaryKey.count, zip(key, table.columns).allSatisfy({ $0.fits(SQLType($1.type)) })
        else { throw mistake(.bug, "a key of another shape") }
        set(.delete, for: key)
    }

    private mutating func set(_ change: Change, for key: [SQLValue]) {
        if let place = places[key] {
            changes[place] = change
        } else {
            places[key] = keys.count
            keys.append(key)
            changes.append(change)
        }
    }

    private func key(of row: [SQLValue]) -> [SQLValue] { Array(row.prefix(table.primaryKey.count)) }

    private func check(_ row: [SQLValue]) throws(DatabaseError) {
        guard row.count == table.columns.count else { throw mistake(.bug, "a row of \(row.count) values") }
        for (value, column) in zip(row, table.columns) {
            guard value.fits(SQLType(column.type)) else { throw mistake(.bug, "\(column.name) of another type") }
            guard value != .null || column.isOptional else { throw mistake(.bug, "\(column.name) without a value") }
        }
    }

    private func merged(_ old: [SQLValue], _ new: [SQLValue]) throws(DatabaseError) -> [SQLValue] {
        var result = old
        for index in table.primaryKey.count..<table.columns.count {
            let column = table.columns[index]
            switch column.merge {
            case .replace: result[index] = new[index]
            case .keep: break
            case .add: result[index] = try sum(old[index], new[index], column)
            case .least: result[index] = extreme(old[index], new[index]) { $0 < $1 }
            case .greatest: result[index] = extreme(old[index], new[index]) { $0 > $1 }
            }
        }
        return result
    }

    private func sum(
        _ old: SQLValue, _ new: SQLValue, _ column: TableDefinition.Column
    ) throws(DatabaseError) -> SQLValue {
        guard case .int(let left) = old, case .int(let right) = new else { return .null }
        let (sum, overflow) = left.addingReportingOverflow(right)
        guard !overflow else { throw mistake(.rejected, "\(column.name) does not fit into 64 bits") }
        return .int(sum)
    }

    private func extreme(_ old: SQLValue, _ new: SQLValue, wins: (SQLValue, SQLValue) -> Bool) -> SQLValue {
        if old == .null { return new }
        if new == .null { return old }
        return wins(new, old) ? new : old
    }

    private func mistake(_ kind: DatabaseError.Kind, _ message: String) -> DatabaseError {
        DatabaseError(kind, code: "client", statement: table.name.text, message: message)
    }
}

extension SQLValue {
    /// The order that both engines give to values of one type; text by bytes, as `COLLATE "C"` does.
    static func < (left: SQLValue, right: SQLValue) -> Bool {
        switch (left, right) {
        case (.int(let a), .int(let b)): a < b
        case (.double(let a), .double(let b)): a < b
        case (.bool(let a), .bool(let b)): !a && b
        case (.text(let a), .text(let b)), (.blob(let a), .blob(let b)): a.lexicographicallyPrecedes(b)
        case (.null, _), (.bool, _), (.int, _), (.double, _), (.text, _), (.blob, _), (.array, _): false
        }
    }

    static func > (left: SQLValue, right: SQLValue) -> Bool { right < left }
}
