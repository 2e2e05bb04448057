/// A read-model table as its owner declares it: the single source of its DDL, of its writes and of its reads.
///
/// Readers name a view; each generation has its own table behind it, so that a rebuild fills a new table beside the
/// old one and then takes its place in one step.
package struct TableDefinition: Sendable, Hashable {
    package struct Column: Sendable, Hashable {
        package let name: SQLName
        package let type: SQLScalar
        package let isOptional: Bool

        package init(_ name: SQLName, _ type: SQLScalar, optional: Bool = false) {
            (self.name, self.type, self.isOptional) = (name, type, optional)
        }
    }

    package struct Index: Sendable, Hashable {
        package let name: SQLName
        package let columns: [SQLName]
        package let isUnique: Bool

        package init(_ name: SQLName, on columns: [SQLName], unique: Bool = false) {
            (self.name, self.columns, self.isUnique) = (name, columns, unique)
        }
    }

    /// The words of one column, by which rows are found. Readers name the words as a view beside the table's own.
    ///
    /// PostgreSQL keeps them in an index; SQLite in a table of its own, which triggers fill.
    package struct Words: Sendable, Hashable {
        package let column: SQLName
        /// A column of whole numbers that tells any two rows of the table apart, whatever their key is.
        package let row: SQLName

        package init(of column: SQLName, row: SQLName) { (self.column, self.row) = (column, row) }
    }

    package let name: SQLName
    package let columns: [Column]
    /// The key columns; they stand first in `columns`.
    package let primaryKey: [SQLName]
    package let indexes: [Index]
    package let words: Words?

    package init(
        _ name: SQLName, columns: [Column], primaryKey: [SQLName], indexes: [Index] = [], words: Words? = nil
    ) {
        let names = columns.map(\.name)
        precondition(!primaryKey.isEmpty && Array(names.prefix(primaryKey.count)) == primaryKey, "Key columns first.")
        precondition(Set(names).count == names.count, "A column twice in \(name).")
        precondition(indexes.allSatisfy { Set($0.columns).isSubset(of: names) }, "An index on a missing column.")
        precondition(columns.prefix(primaryKey.count).allSatisfy { !$0.isOptional }, "A key column cannot be null.")
        precondition(
            words.map { Set([$0.column, $0.row]).isSubset(of: names) } ?? true, "Words of a missing column.")
        (self.name, self.columns, self.primaryKey, self.indexes) = (name, columns, primaryKey, indexes)
        self.words = words
    }

    /// The table of one generation.
    package func tableName(generation: Int) -> String { "\(name)_g\(generation)" }

    /// The column of that name.
    package func column(_ name: SQLName) -> Column? { columns.first { $0.name == name } }

    /// The key columns with their types.
    package var keyColumns: ArraySlice<Column> { columns.prefix(primaryKey.count) }
}
