/// A read-model table as its owner declares it: the single source of its DDL, of its writes and of its reads.
///
/// Each version of the definition has its own view, which readers name, and each rebuild its own table behind the
/// view, so that a new table is filled beside the old and then takes its place in one step.
package struct TableDefinition: Sendable, Equatable {
    /// How a row that arrives changes the row that is there.
    package enum Merge: Sendable, Equatable {
        /// The new value wins.
        case replace
        /// The first value stays.
        case keep
        /// Sums; int only.
        case add
        case least
        case greatest
    }

    package struct Column: Sendable, Equatable {
        package let name: SQLName
        package let type: SQLScalar
        package let isOptional: Bool
        package let merge: Merge

        package init(_ name: SQLName, _ type: SQLScalar, optional: Bool = false, merge: Merge = .replace) {
            precondition(merge != .add || type == .int, "Only whole numbers are summed.")
            (self.name, self.type, self.isOptional, self.merge) = (name, type, optional, merge)
        }
    }

    package struct Index: Sendable, Equatable {
        package let name: SQLName
        package let columns: [SQLName]
        package let isUnique: Bool

        package init(_ name: SQLName, on columns: [SQLName], unique: Bool = false) {
            (self.name, self.columns, self.isUnique) = (name, columns, unique)
        }
    }

    package let name: SQLName
    package let version: Int
    package let columns: [Column]
    /// The key columns; they stand first in `columns`.
    package let primaryKey: [SQLName]
    package let indexes: [Index]

    package init(
        _ name: SQLName, version: Int, columns: [Column], primaryKey: [SQLName], indexes: [Index] = []
    ) {
        let names = columns.map(\.name)
        precondition(version > 0 && version < 100_000, "A table's version starts at 1.")
        precondition(!primaryKey.isEmpty && Array(names.prefix(primaryKey.count)) == primaryKey, "Key columns first.")
        precondition(Set(names).count == names.count, "A column twice in \(name).")
        precondition(indexes.allSatisfy { Set($0.columns).isSubset(of: names) }, "An index on a missing column.")
        precondition(columns.prefix(primaryKey.count).allSatisfy { !$0.isOptional }, "A key column cannot be null.")
        (self.name, self.version, self.columns) = (name, version, columns)
        (self.primaryKey, self.indexes) = (primaryKey, indexes)
    }

    /// The view that reads name; it always shows the live generation.
    package var readName: String { "\(name)_v\(version)" }

    /// The table of one rebuild.
    package func tableName(generation: Int) -> String { "\(readName)_g\(generation)" }

    /// The column of that name.
    package func column(_ name: SQLName) -> Column? { columns.first { $0.name == name } }

    /// The columns that are not part of the key.
    package var payload: ArraySlice<Column> { columns.dropFirst(primaryKey.count) }
}
