import GraphQLSchema

/// The columns that a plan wants in the rows of one source, in the order in which fields first asked for them.
package struct RowLayout: Sendable {
    package private(set) var columns: [String]
    private var places: [String: Int32] = [:]

    package static let typename = "__typename"

    package init(isAbstract: Bool = false) {
        columns = []
        if isAbstract { _ = place(of: Self.typename) }
    }

    /// The place of a column, made if it was not there.
    mutating func place(of column: String) -> Int32 {
        if let place = places[column] { return place }
        let place = Int32(truncatingIfNeeded: columns.count)
        columns.append(column)
        places[column] = place
        return place
    }
}

/// One distinct load of a plan: all fields with the same binding and arguments share it, whatever they select.
package struct PlannedLoad: Sendable {
    package let binding: LoadBinding
    package let definition: FieldID
    package let arguments: Int32
    package let isAbstract: Bool
    /// The layout of its rows, and for a connection that of the row that describes the page.
    package let rows: Int
    package let pages: Int?
}
