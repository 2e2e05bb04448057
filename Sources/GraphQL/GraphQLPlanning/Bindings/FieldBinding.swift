/// Where the values of one schema field come from; batch-shaped by type, so that there is no form for a single object.
package enum FieldBinding: Sendable {
    /// A column of the row that stands for the parent; for a field of object type the column holds JSON.
    case column(String)
    /// Rows fetched by one call for a whole batch of parents.
    case load(LoadBinding)
    /// Cells computed from columns of the parents, a whole batch at once and without waiting.
    case compute(ComputeBinding)
    /// The same JSON value for every parent.
    case constant([UInt8])
    /// An object whose fields are columns of the parent's own row; null where the named column is null.
    case embedded(presence: String?)
    /// The rows on the page of the connection that encloses the field: `edges` and `nodes`.
    case items
    /// The root field of a subscription: its object is the row of the event, its leaf the named column of that row.
    case event(column: String?)
}
