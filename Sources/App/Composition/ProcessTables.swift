import Database
import EventSourcing

/// The tables by which processes are found, in the words of the storage layer.
enum ProcessTables {
    static let definitions = ProcessIndex().tables.map { TableDefinition($0) }
}

extension TableDefinition {
    /// The same table as a projection knows it, without indexes.
    init(_ table: ReadModelTable) {
        let columns = table.columns.map { column in
            Column(SQLName(stringLiteral: column.name), SQLScalar(column.kind), optional: column.isNullable)
        }
        self.init(
            SQLName(stringLiteral: table.name.text), columns: columns,
            primaryKey: columns.prefix(table.keyColumnCount).map(\.name))
    }
}

extension SQLScalar {
    init(_ kind: ReadModelTable.ColumnKind) {
        self =
            switch kind {
            case .bool: .bool
            case .int: .int
            case .real: .double
            case .text: .text
            case .json: .json
            case .blob: .blob
            }
    }
}
