import Database
import GraphQLPlanning
import Rows

extension Assembly {
    /// A leaf field whose text follows from whole numbers of its parent's row, such as an exact amount.
    package mutating func text(
        _ coordinate: String, from columns: [SQLName], _ text: @escaping @Sendable ([Int64]) -> String
    ) {
        let inputs = columns.map(\.text)
        bind(coordinate, parentColumns: inputs) { _, _, _ in
            .compute(
                ComputeBinding(name: coordinate, inputs: inputs) { call in
                    var cells = RowBatch(columnCount: 1)
                    for row in 0..<call.parents.rowCount {
                        cells.append(text: text(inputs.indices.map { call.parents.cell(row: row, column: $0).int }))
                        cells.endRow()
                    }
                    return ComputeResult(cells: cells)
                })
        }
    }
}
