import Database

/// How a field reads a read model: which rows, in which shape and order. SQL, batching, paging, tags and the choice of
/// columns follow from it, so that a context never writes a query by hand for what is an ordinary read.
package struct ReadRecipe: Sendable {
    /// Where a condition's value comes from.
    package enum Source: Sendable, Hashable {
        case argument(String)
        /// An argument with its ASCII letters in lower case, as addresses are stored.
        case folded(argument: String)
        /// An argument that may be left out: then the column, which is never null, may be anything. A member of an
        /// input object is named with a dot: `filter.role`.
        case optional(argument: String)
        /// An argument all of whose words the column must have; the table keeps its words.
        case words(argument: String)
        /// A column of the parent's row.
        case parent(SQLName)
        /// The viewer's actor id.
        case viewer
        case text(String)
    }

    /// `column = value`; every condition must hold.
    package struct Condition: Sendable, Hashable {
        package let column: SQLName
        package let source: Source

        package init(_ column: SQLName, _ source: Source) {
            (self.column, self.source) = (column, source)
        }
    }

    /// Rows that not everybody may see: another table has a row for each viewer who may.
    package struct Guard: Sendable, Hashable {
        package let table: TableDefinition
        /// The column with the viewer's id.
        package let viewer: SQLName
        /// What the guard's row and the rows that are read must have in common.
        package let matching: [Match]
        /// Rows whose column is below the guard's own column stay hidden too.
        package let floor: Floor?

        /// A column of the rows, and the one of the guard's row that must be equal to it.
        package struct Match: Sendable, Hashable {
            package let column: SQLName
            package let guarding: SQLName

            package init(_ column: SQLName, _ guarding: SQLName) {
                (self.column, self.guarding) = (column, guarding)
            }
        }

        /// `column >= bound`, where the bound is kept in the guard's row.
        package struct Floor: Sendable, Hashable {
            package let column: SQLName
            package let bound: SQLName

            package init(_ column: SQLName, from bound: SQLName) { (self.column, self.bound) = (column, bound) }
        }

        package init(_ table: TableDefinition, viewer: SQLName, matching: [Match], floor: Floor? = nil) {
            (self.table, self.viewer, self.matching, self.floor) = (table, viewer, matching, floor)
        }
    }

    /// The order of a list. Its columns must tell any two rows apart, or pages would skip and repeat.
    package struct Order: Sendable, Hashable {
        package let columns: [SQLName]
        package let isDescending: Bool

        package static func ascending(_ columns: SQLName...) -> Order { Order(columns: columns, isDescending: false) }
        package static func descending(_ columns: SQLName...) -> Order { Order(columns: columns, isDescending: true) }
    }

    package enum Shape: Sendable, Hashable {
        case one
        /// Limit: how many rows at most.
        case many(Order, max: Int)
        /// A page of a Relay connection. `pinnedBy` names the column with the position at which a row came to be:
        /// later pages leave out what was not there when the first was read.
        case connection(Order, pageMax: Int, pinnedBy: SQLName?)
    }

    package let table: TableDefinition
    package let conditions: [Condition]
    package let shape: Shape
    package let guarded: Guard?

    package init(
        _ table: TableDefinition, where conditions: [Condition], _ shape: Shape, guarded: Guard? = nil
    ) {
        (self.table, self.conditions, self.shape, self.guarded) = (table, conditions, shape, guarded)
    }

    /// The condition that fixes a column which the guard's row must share; nil where rows of many values are read.
    func place(of match: Guard.Match) -> Int? {
        conditions.firstIndex { $0.column == match.column && $0.source.isFixed }
    }

    /// The column that every read model begins with, and by which every read is limited to the viewer's tenant.
    package static let tenantColumn = TableDefinition.tenantColumn

    /// The parent's columns that decide what is loaded.
    var parentColumns: [SQLName] {
        conditions.compactMap { condition in
            if case .parent(let column) = condition.source { column } else { nil }
        }
    }
}

extension ReadRecipe.Source {
    /// The argument, without the member of it that is meant.
    var argument: String? { path.map { String($0.prefix { $0 != "." }) } }

    /// The member of the argument's input object that is meant.
    var member: String? {
        guard let path, let dot = path.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
        return String(path[path.utf8.index(after: dot)...])
    }

    private var path: String? {
        switch self {
        case .argument(let name), .folded(argument: let name), .optional(argument: let name),
            .words(argument: let name):
            name
        case .parent, .viewer, .text: nil
        }
    }

    /// The value as the statement takes it.
    func prepared(_ value: SQLValue) -> SQLValue {
        switch (self, value) {
        case (.folded, _): value.folded
        case (.words, .text(let text)): .text(SearchedWords.parameter(text))
        case (.words, _), (.argument, _), (.optional, _), (.parent, _), (.viewer, _), (.text, _): value
        }
    }
}

extension SQLValue {
    /// A text with its ASCII letters in lower case; any other value as it is.
    var folded: SQLValue {
        guard case .text(let text) = self else { return self }
        return .text(text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 })
    }
}

extension ReadRecipe.Source {
    /// Whether the condition gives the column one value, by which changes can be told apart.
    var isFixed: Bool {
        switch self {
        case .argument, .folded, .parent, .viewer, .text: true
        case .optional, .words: false
        }
    }
}
