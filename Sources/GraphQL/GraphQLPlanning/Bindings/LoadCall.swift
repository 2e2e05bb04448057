import GraphQLSchema
import Rows

/// One load of one wave: everything that the other side needs to fetch rows for a batch of parents.
package struct LoadCall: Sendable {
    package let binding: LoadBinding
    package let field: FieldID
    package let arguments: CoercedArguments
    /// One row for each distinct parent, its columns those that `binding.keys` names.
    package let keys: RowBatch
    /// The columns that are wanted, in the order in which the rows must have them.
    ///
    /// For a field of abstract type the first is `__typename`, the name of the concrete type as text.
    package let columns: [String]
    /// For a connection: the wanted columns of the row that describes the page.
    package let pageColumns: [String]
    package let context: (any RequestContext)?

    package init(
        binding: LoadBinding, field: FieldID, arguments: CoercedArguments, keys: RowBatch, columns: [String],
        pageColumns: [String], context: (any RequestContext)?
    ) {
        (self.binding, self.field, self.arguments, self.keys) = (binding, field, arguments, keys)
        (self.columns, self.pageColumns, self.context) = (columns, pageColumns, context)
    }
}
