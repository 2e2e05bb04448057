import Database
import Prelude

/// The statements of one recipe, one for each choice of columns that some plan has made.
///
/// Why: a query reads only the columns that it shows. A plan keeps its list of columns for life, so the same array
/// comes with every request and is found by its address before anything is compared.
final class ReadStatements: Sendable {
    /// Which rows the statement starts from.
    struct Variant: Hashable, Sendable {
        /// One condition on a parent's column compares with an array of keys.
        var isForManyKeys = false
        /// The page begins behind a row.
        var isAfterRow = false
        /// The page is read backwards, from its end.
        var isBackward = false
        /// Rows that came later than a position are left out.
        var isPinned = false
    }

    /// Limit: how many statements one recipe keeps; a client cannot make more by asking for columns in new orders.
    private static let statementsMax = 256

    private struct Entry: Sendable {
        let columns: [String]
        let variant: Variant
        let statement: Statement
    }

    private let recipe: ReadRecipe
    private let name: String
    private let kept = Lock<[Entry]>([])

    init(_ recipe: ReadRecipe, name: String) {
        (self.recipe, self.name) = (recipe, name)
    }

    func statement(_ columns: [String], _ variant: Variant) -> Statement {
        let found = kept.withLock { entries in
            entries.first { $0.variant == variant && ReadStatements.isSame($0.columns, columns) }
        }
        if let found { return found.statement }
        let statement = make(columns, variant)
        kept.withLock { entries in
            if entries.count >= ReadStatements.statementsMax { entries.removeFirst(ReadStatements.statementsMax / 4) }
            entries.append(Entry(columns: columns, variant: variant, statement: statement))
        }
        return statement
    }

    private static func isSame(_ left: [String], _ right: [String]) -> Bool {
        guard left.count == right.count else { return false }
        return left.withUnsafeBufferPointer { one in
            right.withUnsafeBufferPointer { other in one.baseAddress == other.baseAddress }
        } || left == right
    }

    private func make(_ names: [String], _ variant: Variant) -> Statement {
        let selected = names.compactMap { SQLName($0).flatMap(recipe.table.column) }
        let postgres = text(selected, variant, .postgres).numbered()
        guard recipe.searchesWords else {
            // Why a scan: what an optional condition leaves out is walked over.
            return Statement(
                name, postgres.sql, parameters: postgres.parameters, columns: selected.map(\.type),
                reach: recipe.hasOptionalConditions ? .scan : .point)
        }
        // Why its own spelling: the engines have nothing in common here. Why a scan: a word may be anywhere.
        let sqlite = SQLDialect.sqlite.spell(text(selected, variant, .sqlite).numbered().sql)
        return Statement(
            name, postgres.sql, parameters: postgres.parameters, columns: selected.map(\.type), reach: .scan,
            sqlite: sqlite)
    }

    private func text(
        _ selected: [TableDefinition.Column], _ variant: Variant, _ dialect: SQLDialect
    ) -> SQLFragment {
        let start: SQLFragment = "SELECT "
        let rows =
            start + SQLFragment.joined(selected.map { "\(name: $0.name)" }, by: ", ")
            + " FROM \(name: recipe.table.name)"
        let found = rows + " WHERE " + SQLFragment.joined(conditions(variant, dialect), by: " AND ")
        return ordering(variant).map { found + $0 } ?? found
    }

    private func conditions(_ variant: Variant, _ dialect: SQLDialect) -> [SQLFragment] {
        var parts: [SQLFragment] = ["\(name: ReadRecipe.tenantColumn) = \(SQLType.text)"]
        for condition in recipe.conditions {
            guard let column = recipe.table.column(condition.column) else { continue }
            if variant.isForManyKeys, case .parent = condition.source {
                parts.append("\(name: column.name) = ANY(\(SQLType.array(column.type)))")
            } else {
                parts.append(fragment(condition, column, dialect))
            }
        }
        if let guarded = recipe.guarded { parts.append(guarded.condition(on: recipe)) }
        if variant.isPinned, case .connection(_, _, let pin) = recipe.shape, let pin {
            parts.append("\(name: pin) <= \(SQLType.int)")
        }
        if variant.isAfterRow, let order = recipe.order {
            let names = SQLFragment.joined(order.columns.map { "\(name: $0)" }, by: ", ")
            let holes = SQLFragment.joined(
                order.columns.compactMap(recipe.table.column).map { "\(SQLType($0.type))" }, by: ", ")
            let isGreater = order.isDescending == variant.isBackward
            parts.append("(" + names + (isGreater ? ") > (" : ") < (") + holes + ")")
        }
        return parts
    }

    private func fragment(
        _ condition: ReadRecipe.Condition, _ column: TableDefinition.Column, _ dialect: SQLDialect
    ) -> SQLFragment {
        switch condition.source {
        case .argument, .folded, .parent, .viewer, .text: "\(name: column.name) = \(SQLType(column.type))"
        case .optional: "\(name: column.name) = coalesce(\(SQLType(column.type)), \(name: column.name))"
        case .words: recipe.table.words?.condition(in: recipe.table.name, dialect) ?? "1 = 0"
        }
    }

    private func ordering(_ variant: Variant) -> SQLFragment? {
        guard let order = recipe.order, !variant.isForManyKeys else { return nil }
        let isDescending = order.isDescending != variant.isBackward
        let names = order.columns.map { name -> SQLFragment in
            isDescending ? "\(name: name) DESC" : "\(name: name)"
        }
        return " ORDER BY " + SQLFragment.joined(names, by: ", ") + " LIMIT \(SQLType.int)"
    }
}

extension ReadRecipe {
    var searchesWords: Bool {
        conditions.contains { if case .words = $0.source { true } else { false } }
    }

    var hasOptionalConditions: Bool {
        conditions.contains { if case .optional = $0.source { true } else { false } }
    }

    var order: Order? {
        switch shape {
        case .one: nil
        case .many(let order, _), .connection(let order, _, _): order
        }
    }
}
