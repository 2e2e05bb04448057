import GraphQLSchema
import Rows

/// A leaf field whose cells follow from columns of the parents, such as a full name or a masked address.
package struct ComputeBinding: Sendable {
    package let name: String
    /// Columns of the parent's row that the function reads.
    package let inputs: [String]
    package let compute: @Sendable (ComputeCall) -> ComputeResult

    package init(name: String, inputs: [String], compute: @escaping @Sendable (ComputeCall) -> ComputeResult) {
        (self.name, self.inputs, self.compute) = (name, inputs, compute)
    }
}

/// What a computed field is given: one row a parent, its columns the inputs in their order.
package struct ComputeCall: Sendable {
    package let parents: RowBatch
    package let arguments: CoercedArguments
    package let context: (any RequestContext)?

    package init(parents: RowBatch, arguments: CoercedArguments, context: (any RequestContext)?) {
        (self.parents, self.arguments, self.context) = (parents, arguments, context)
    }
}

/// What a computed field answers: one cell a parent, in their order, and the failures of single parents.
package struct ComputeResult: Sendable {
    package let cells: RowBatch
    package let failures: [Int: LoadFailure]

    package init(cells: RowBatch, failures: [Int: LoadFailure] = [:]) {
        (self.cells, self.failures) = (cells, failures)
    }
}
