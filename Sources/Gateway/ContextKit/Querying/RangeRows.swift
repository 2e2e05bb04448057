import Database
import Rows

/// The rows of one key range, read by column name.
package struct RangeRows: Sendable {
    private let batch: RowBatch
    private let table: TableDefinition

    init(_ batch: RowBatch, _ table: TableDefinition) {
        (self.batch, self.table) = (batch, table)
    }

    package var count: Int { batch.rowCount }

    /// The place of a column, to be looked up once for all rows.
    package func place(_ name: SQLName) -> Int {
        guard let place = table.columns.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("Table \(table.name) has no column \(name).")
        }
        return place
    }

    package func int(_ row: Int, _ place: Int) -> Int64 { batch.cell(row: row, column: place).int }

    package func text(_ row: Int, _ place: Int) -> String {
        let cell = batch.cell(row: row, column: place)
        return cell.isNull ? "" : batch.string(of: cell)
    }

    package func isNull(_ row: Int, _ place: Int) -> Bool { batch.cell(row: row, column: place).isNull }

    /// The value as a parameter of a further range.
    package func value(_ row: Int, _ place: Int) -> SQLValue {
        KeysetCursor.value(of: batch.cell(row: row, column: place), in: batch)
    }
}
