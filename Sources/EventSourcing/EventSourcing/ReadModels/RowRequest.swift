/// Rows that `apply` has to see; each form is answered from the primary key.
package enum RowRequest: Hashable, Sendable {
    case row(RowKey)
    case range(RowRange)
}
