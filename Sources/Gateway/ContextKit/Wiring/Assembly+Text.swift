import Database
import GraphQLPlanning
import Rows

extension Assembly {
    /// A leaf field whose text follows from whole numbers of its parent's row, such as an exact amount.
    package mutating func text(
        _ coordinate: String, from columns: [SQLName], _ text: @escaping @Sendable ([Int64]) -> String
    ) {
        computed(coordinate, from: columns) { call in
            var cells = RowBatch(columnCount: 1)
            for row in 0..<call.parents.rowCount {
                cells.append(text: text(columns.indices.map { call.parents.cell(row: row, column: $0).int }))
                cells.endRow()
            }
            return ComputeResult(cells: cells)
        }
    }
}
