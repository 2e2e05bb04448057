/// What a transaction does to one row; the last word on each key, so that a set of changes has no order.
package enum RowChange: Hashable, Sendable {
    /// The whole row, key columns first: inserted, or put in place of the one with the same key.
    case put(TableName, row: [RowValue])
    /// Removes the row if it is there.
    case delete(RowKey)
}
