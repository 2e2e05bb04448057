/// A field whose rows are fetched: one call gets the keys of all parents and answers with a group of rows for each.
package struct LoadBinding: Sendable {
    /// What one parent gets.
    package enum Shape: Sendable {
        /// At most one row.
        case one
        /// Any number of rows in order.
        case many
        /// One row that describes the page, and the rows on it; see `FieldBinding.items`.
        case connection
    }

    /// Says in plans, traces and metrics what is read.
    package let name: String
    /// Columns of the parent's row that decide what is loaded; parents with equal cells share one load.
    package let keys: [String]
    package let shape: Shape
    /// Whether its answers say what they depend on, so that one can be told from one that is no longer true.
    package let isProvable: Bool
    package let loader: Loader

    package init(name: String, keys: [String] = [], shape: Shape, isProvable: Bool = false, loader: Loader) {
        (self.name, self.keys, self.shape, self.loader) = (name, keys, shape, loader)
        self.isProvable = isProvable
    }
}
