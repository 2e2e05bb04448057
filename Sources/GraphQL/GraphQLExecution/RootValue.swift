import JSON
import Rows

/// What stands for the object of the root type.
package enum RootValue: Sendable {
    /// Nothing: fields of the root are loads.
    case none
    /// The first row of a batch whose columns are those of the plan's root layout: an event of a subscription.
    case row(RowBatch)
    /// The value at one place of a JSON document.
    case json(JSONDocument, JSONDocument.Index)
}
