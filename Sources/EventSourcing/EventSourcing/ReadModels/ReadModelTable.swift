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
        (self.name, self.columns, keyColumnCount) = (name, key + columns, key.count)
    }

    package func index(of column: String) -> Int? {
        columns.firstIndex { $0.name == column }
    }
}
