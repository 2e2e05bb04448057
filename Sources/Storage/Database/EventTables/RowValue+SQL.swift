import EventSourcing
import Rows

extension SQLValue {
    /// A value of a read-model row as a parameter.
    init(_ value: RowValue) {
        switch value {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(value)
        case .real(let value): self = .double(value)
        case .text(let value): self = .text(Array(value.utf8))
        case .blob(let value): self = .blob(value)
        }
    }
}

extension RowValue {
    /// A cell of a read-model row.
    init(_ cell: Cell, in rows: RowBatch) {
        switch cell.tag {
        case .null: self = .null
        case .bool: self = .bool(cell.bool)
        case .int: self = .int(cell.int)
        case .double: self = .real(cell.double)
        case .text, .json: self = .text(rows.string(of: cell))
        case .blob: self = .blob(Array(rows.bytes(of: cell)))
        }
    }
}

extension SQLScalar {
    /// The column type of a read-model column.
    package init(_ kind: ReadModelTable.ColumnKind) {
        switch kind {
        case .bool: self = .bool
        case .int: self = .int
        case .real: self = .double
        case .text: self = .text
        case .json: self = .json
        case .blob: self = .blob
        }
    }

    fileprivate var kind: ReadModelTable.ColumnKind {
        switch self {
        case .bool: .bool
        case .int: .int
        case .double: .real
        case .decimal, .text: .text
        case .json: .json
        case .blob, .uuid: .blob
        }
    }
}

extension TableDefinition {
    /// The table as its projection knows it, without indexes; nil for names that SQL cannot take.
    package init?(_ table: ReadModelTable) {
        guard let name = SQLName(table.name.text) else { return nil }
        var columns: [Column] = []
        for column in table.columns {
            guard let columnName = SQLName(column.name) else { return nil }
            columns.append(Column(columnName, SQLScalar(column.kind), optional: column.isNullable))
        }
        self.init(name, columns: columns, primaryKey: columns.prefix(table.keyColumnCount).map(\.name))
    }

    /// What the projection machinery must know of this table.
    package var readModel: ReadModelTable {
        func plain(_ column: Column) -> ReadModelTable.Column {
            .init(column.name.text, column.type.kind, isNullable: column.isOptional)
        }
        return ReadModelTable(
            TableName(validated: name.text), key: keyColumns.map(plain),
            columns: columns.dropFirst(primaryKey.count).map(plain))
    }

    /// Whether both describe the same columns and key.
    func matches(_ table: ReadModelTable) -> Bool { readModel == table }
}
