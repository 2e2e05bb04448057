import Database
import EventSourcing

/// How a guard is spelled and what it is given.
extension ReadRecipe.Guard {
    private static let alias: SQLName = "guarding"

    /// What the statement asks of every row.
    ///
    /// Why two forms: where the guard's row is fixed by the conditions, its bound is one number that limits the walk
    /// through the index, and a viewer without a row costs nothing; otherwise each row is checked by itself.
    func condition(on recipe: ReadRecipe) -> SQLFragment {
        let isFixed = matching.allSatisfy { recipe.place(of: $0) != nil }
        let matches = matching.map { match -> SQLFragment in
            guard recipe.place(of: match) != nil, let type = table.column(match.guarding)?.type else {
                return "\(name: Self.alias).\(name: match.guarding) = \(name: recipe.table.name).\(name: match.column)"
            }
            return "\(name: Self.alias).\(name: match.guarding) = \(SQLType(type))"
        }
        var conditions: [SQLFragment] = [
            "\(name: Self.alias).\(name: ReadRecipe.tenantColumn) = \(SQLType.text)",
            "\(name: Self.alias).\(name: viewer) = \(SQLType.text)",
        ]
        conditions += matches
        let source: SQLFragment = " FROM \(name: table.name) AS \(name: Self.alias) WHERE "
        guard let floor else {
            return "EXISTS (SELECT 1" + source + SQLFragment.joined(conditions, by: " AND ") + ")"
        }
        guard isFixed else {
            conditions.append(
                "\(name: Self.alias).\(name: floor.bound) <= \(name: recipe.table.name).\(name: floor.column)")
            return "EXISTS (SELECT 1" + source + SQLFragment.joined(conditions, by: " AND ") + ")"
        }
        return "\(name: recipe.table.name).\(name: floor.column) >= (SELECT \(name: Self.alias).\(name: floor.bound)"
            + source + SQLFragment.joined(conditions, by: " AND ") + ")"
    }

    /// The parameters of that condition, given those of the recipe's own conditions.
    func parameters(_ own: [SQLValue], of recipe: ReadRecipe, for actor: ActorID, in tenant: TenantID) -> [SQLValue] {
        [.text(tenant.text), .text(actor.text)]
            + matching.compactMap { match in recipe.place(of: match).map { own[$0 + 1] } }
    }

    /// What changes when the viewer gains or loses the right.
    func tag(_ own: [SQLValue], of recipe: ReadRecipe, for actor: ActorID, in tenant: TenantID) -> ChangeTag {
        let fixed = matching.filter { recipe.place(of: $0) != nil }
        let values = fixed.compactMap { match in recipe.place(of: match).map { own[$0 + 1] } }
        return ChangeTag(
            table: table.name, tenant: tenant, columns: [viewer] + fixed.map(\.guarding),
            values: [.text(actor.text)] + values)
    }

    /// The columns by whose values changes of the right are told apart; a tag set of the guard's table has to name
    /// them.
    func tagColumns(of recipe: ReadRecipe) -> [SQLName] {
        [viewer] + matching.filter { recipe.place(of: $0) != nil }.map(\.guarding)
    }

    /// Columns that it names and that are not there.
    func missingColumns(in rows: TableDefinition) -> [SQLName] {
        (matching.map(\.guarding) + [viewer] + (floor.map { [$0.bound] } ?? [])).filter { table.column($0) == nil }
            + (matching.map(\.column) + (floor.map { [$0.column] } ?? [])).filter { rows.column($0) == nil }
    }
}
