/// A row that a transaction changed, as it was before and as it is now: what cache tags are made from.
package struct ChangedRow: Hashable, Sendable {
    package let key: RowKey
    /// Nil when there was none.
    package let before: [RowValue]?
    /// Nil when it was deleted.
    package let after: [RowValue]?

    package init(key: RowKey, before: [RowValue]?, after: [RowValue]?) {
        (self.key, self.before, self.after) = (key, before, after)
    }

    package var change: RowChange {
        after.map { .put(key.table, row: $0) } ?? .delete(key)
    }
}
