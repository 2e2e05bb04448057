/// Rows whose key begins with `prefix`, between two bounds of the key column after it, in the order of the key.
package struct RowRange: Hashable, Sendable {
    package let table: TableName
    /// Fewer values than the table has key columns; may be empty.
    package let prefix: [RowValue]
    /// Inclusive bounds of the next key column.
    package let from: RowValue?
    package let through: RowValue?
    /// Limit: how many rows at most, the first ones in the order of the key.
    package let limit: Int

    /// Limit: the most rows that one range may ask for.
    package static let rowsMax = 10_000

    package init(
        _ table: TableName, prefix: [RowValue], from: RowValue? = nil, through: RowValue? = nil,
        limit: Int = RowRange.rowsMax
    ) {
        (self.table, self.prefix, self.from, self.through) = (table, prefix, from, through)
        self.limit = max(1, min(limit, Self.rowsMax))
    }
}

extension RowRange {
    /// Whether a key lies in the range; `limit` is not looked at.
    package func covers(_ key: [RowValue]) -> Bool {
        guard key.count > prefix.count, key.starts(with: prefix) else { return false }
        let next = key[prefix.count]
        if let from, next < from { return false }
        if let through, through < next { return false }
        return true
    }
}
