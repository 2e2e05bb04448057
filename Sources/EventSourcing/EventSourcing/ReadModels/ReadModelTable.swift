/// What the projection machinery must know of a read-model table: its columns, the first of which are its primary key.
///
/// Indexes, constraints and the text of its definition belong to the storage layer.
package struct ReadModelTable: Hashable, Sendable {
    package struct Column: Hashable, Sendable {
        package let name: String
        package let kind: ColumnKind
        package let isNullable: Bool

        package init(_ name: String, _ kind: ColumnKind, isNullable: Bool = false) {
            (self.name, self.kind, self.isNullable) = (name, kind, isNullable)
        }

        package func admits(_ value: RowValue) -> Bool {
            switch (kind, value) {
            case (_, .null): isNullable
            case (.bool, .bool), (.int, .int), (.real, .real), (.text, .text), (.json, .text), (.blob, .blob): true
            case (.bool, _), (.int, _), (.real, _), (.text, _), (.json, _), (.blob, _): false
            }
        }
    }

    package enum ColumnKind: Hashable, Sendable {
        case bool
        /// 64 bits; also times, as microseconds since 1970.
        case int
        case real
        case text
        case json
        case blob
    }

    package let name: TableName
    package let columns: [Column]
    /// How many of the first columns are the primary key. They are never null.
    package let keyColumnCount: Int

    package init(_ name: TableName, key: [Column], columns: [Column]) {
        precondition(!key.isEmpty && key.allSatisfy { !$0.isNullable }, "A table needs a key without nulls.")
        precondition((key + columns).allSatisfy { TableName.isValid($0.name) }, "A column name that SQL cannot take.")
        (self.name, self.columns, keyColumnCount) = (name, key + columns, key.count)
    }

    package func index(of column: String) -> Int? {
        columns.firstIndex { $0.name == column }
    }

    package func key(of row: [RowValue]) -> RowKey { RowKey(name, Array(row.prefix(keyColumnCount))) }

    /// Why a row does not fit the table; nil if it does.
    package func misfit(of row: [RowValue]) -> String? {
        guard row.count == columns.count else { return "\(row.count) values for \(columns.count) columns of \(name)" }
        for (column, value) in zip(columns, row) where !column.admits(value) {
            return "column \(column.name) of \(name) cannot hold what it was given"
        }
        return nil
    }
}
