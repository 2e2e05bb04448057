import Database

/// Rows of a read model that lie side by side in its key or in one of its indexes: what a query part may ask for.
///
/// Why no other form: what can be asked in this way is always answered by an index, never by a scan.
package struct KeyRange: Sendable {
    let table: TableDefinition
    /// The columns by which the rows are ordered, the tenant's left out.
    let columns: [SQLName]
    let prefix: [SQLValue]
    let from: SQLValue?
    let through: SQLValue?
    let behind: [SQLValue]
    let includesBehind: Bool
    let isDescending: Bool
    /// Limit: how many rows at most.
    let limit: Int

    /// The most rows that one range may ask for.
    package static let rowsMax = 10_000

    /// Rows of the tenant whose first ordering columns have the values of `prefix`, the next one lies between the
    /// bounds, and all together come behind `behind` (or at it). Ordered by the key, or by the index of that name.
    package init(
        _ table: TableDefinition, by index: SQLName? = nil, prefix: [SQLValue] = [], from: SQLValue? = nil,
        through: SQLValue? = nil, behind: [SQLValue] = [], includesBehind: Bool = false, isDescending: Bool = false,
        limit: Int = KeyRange.rowsMax
    ) {
        let order = index.flatMap { name in table.indexes.first { $0.name == name }?.columns } ?? table.primaryKey
        columns = Array(order.dropFirst())
        precondition(prefix.count + behind.count <= columns.count, "A range that is longer than its key.")
        precondition(prefix.count < columns.count || (from == nil && through == nil), "A bound behind the key.")
        (self.table, self.prefix, self.from, self.through) = (table, prefix, from, through)
        (self.behind, self.includesBehind, self.isDescending) = (behind, includesBehind, isDescending)
        self.limit = max(1, min(limit, KeyRange.rowsMax))
    }

    var shape: RangeStatements.Shape {
        RangeStatements.Shape(
            table: table.name, columns: columns, prefixCount: prefix.count, hasFrom: from != nil,
            hasThrough: through != nil, behindCount: behind.count, includesBehind: includesBehind,
            isDescending: isDescending)
    }

    /// The parameters in the order of the statement's holes.
    func parameters(tenant: String) -> [SQLValue] {
        [.text(tenant)] + prefix + [from, through].compactMap { $0 } + behind + [.int(Int64(limit))]
    }
}
