/// The primary key of one row of one table.
package struct RowKey: Hashable, Sendable {
    package let table: TableName
    /// As many values as the table has key columns.
    package let values: [RowValue]
    /// Why kept: a batch looks the same key up again and again, and most of that is hashing its texts.
    private let digest: Int

    package init(_ table: TableName, _ values: [RowValue]) {
        (self.table, self.values) = (table, values)
        var hasher = Hasher()
        hasher.combine(table)
        hasher.combine(values)
        digest = hasher.finalize()
    }

    package static func == (left: RowKey, right: RowKey) -> Bool {
        left.digest == right.digest && left.values == right.values && left.table == right.table
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}
