/// The primary key of one row of one table.
package struct RowKey: Hashable, Sendable {
    package let table: TableName
    /// As many values as the table has key columns.
    package let values: [RowValue]

    package init(_ table: TableName, _ values: [RowValue]) {
        (self.table, self.values) = (table, values)
    }
}
