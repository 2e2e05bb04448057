import Database
import EventSourcing
import GraphQLPlanning
import GraphQLSchema

/// A part that answers one field by a function of rows: it names ranges of keys, and says what their rows come to.
///
/// For what is more than rows as they are stored: groups, sums over a period, a price. Ordinary reads are recipes.
package protocol QueryPart: Part {
    /// The field, such as `Query.billingPreview`.
    static var field: String { get }
    /// Columns of the parent's row that the answer depends on; none for a root field.
    static var parentColumns: [SQLName] { get }
    static var shape: QueryShape { get }
    /// The read model whose position the answer has; the ranges are of tables that its projection keeps.
    static var model: any ReadModel.Type { get }
    /// The subscription field that tells a new answer whenever one follows from other rows, if there is one. It has the
    /// query's arguments, and may have `throttleMs`, the shortest time between two answers.
    static var watched: String? { get }
    /// Who may ask this.
    static func admits(_ question: Question) -> Bool
    /// One answer for each parent, whose columns' values are given.
    static func answer(_ question: Question, for parents: [[SQLValue]]) async throws(PublicFailure) -> [QueryAnswer]
}

extension QueryPart {
    package static var parentColumns: [SQLName] { [] }
    package static var watched: String? { nil }

    package static func install(in assembly: inout Assembly) {
        assembly.query(Self.self)
    }
}

/// What each parent gets of a query part.
package enum QueryShape: Sendable {
    case one, many, connection

    var binding: LoadBinding.Shape {
        switch self {
        case .one: .one
        case .many: .many
        case .connection: .connection
        }
    }
}

/// The answer for one parent.
package enum QueryAnswer: Sendable {
    case none
    case row(ResultRow)
    case rows([ResultRow])
    /// The rows of a page with their `cursor` columns; whether rows follow, and whether rows came before.
    case page([ResultRow], hasNext: Bool, hasPrevious: Bool)
}

extension Assembly {
    /// Binds a field to a query part.
    package mutating func query<Bound: QueryPart>(_ bound: Bound.Type) {
        for coordinate in [Bound.field, Bound.watched].compactMap({ $0 }) {
            bind(coordinate, parentColumns: Bound.parentColumns.map(\.text)) { _, schema, _ in
                .load(
                    LoadBinding(
                        name: coordinate, keys: Bound.parentColumns.map(\.text), shape: Bound.shape.binding,
                        loader: .asynchronous { call in await RunQuery<Bound>(call, schema).answer() }))
            }
        }
        if let watched = Bound.watched { watchedFields.insert(watched) }
    }
}
