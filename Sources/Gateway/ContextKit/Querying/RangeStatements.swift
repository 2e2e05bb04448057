import Database
import Prelude

/// The statements of key ranges, one for each form of range; there are as many forms as the code has.
final class RangeStatements: Sendable {
    struct Shape: Hashable, Sendable {
        let table: SQLName
        let columns: [SQLName]
        let prefixCount: Int
        let hasFrom: Bool
        let hasThrough: Bool
        let behindCount: Int
        let includesBehind: Bool
        let isDescending: Bool
    }

    static let all = RangeStatements()

    private let kept = Lock<[Shape: Statement]>([:])

    func statement(_ range: KeyRange) -> Statement {
        let shape = range.shape
        if let found = kept.withLock({ $0[shape] }) { return found }
        let statement = RangeStatements.make(range.table, shape)
        kept.withLock { $0[shape] = statement }
        return statement
    }

    private static func make(_ table: TableDefinition, _ shape: Shape) -> Statement {
        func hole(_ name: SQLName) -> SQLFragment { "\(SQLType(table.column(name)?.type ?? .text))" }
        var conditions: [SQLFragment] = ["\(name: ReadRecipe.tenantColumn) = \(SQLType.text)"]
        conditions += shape.columns.prefix(shape.prefixCount).map { "\(name: $0) = \(hole($0))" }
        let rest = Array(shape.columns.dropFirst(shape.prefixCount))
        if let next = rest.first {
            if shape.hasFrom { conditions.append("\(name: next) >= \(hole(next))") }
            if shape.hasThrough { conditions.append("\(name: next) <= \(hole(next))") }
        }
        if shape.behindCount > 0 {
            let compared = rest.prefix(shape.behindCount)
            let names = SQLFragment.joined(compared.map { "\(name: $0)" }, by: ", ")
            let holes = SQLFragment.joined(compared.map(hole), by: ", ")
            let sign: SQLFragment =
                switch (shape.isDescending, shape.includesBehind) {
                case (false, false): ") > ("
                case (false, true): ") >= ("
                case (true, false): ") < ("
                case (true, true): ") <= ("
                }
            conditions.append("(" + names + sign + holes + ")")
        }
        var text: SQLFragment =
            "SELECT " + SQLFragment.joined(table.columns.map { "\(name: $0.name)" }, by: ", ")
            + " FROM \(name: table.name) WHERE " + SQLFragment.joined(conditions, by: " AND ")
        if !rest.isEmpty {
            let order = rest.map { name -> SQLFragment in shape.isDescending ? "\(name: name) DESC" : "\(name: name)" }
            text = text + " ORDER BY " + SQLFragment.joined(order, by: ", ")
        }
        text = text + " LIMIT \(SQLType.int)"
        return Statement("\(table.name).range", text, columns: table.columns.map(\.type), reach: .scan)
    }
}
