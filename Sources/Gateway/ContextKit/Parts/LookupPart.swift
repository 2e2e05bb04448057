import EventSourcing
import GraphQLPlanning
import GraphQLSchema
import Rows

/// A part that binds one query field to what a port answers: a look-up elsewhere, not in a read model.
package protocol LookupPart: Part {
    /// The field, such as `Query.companyByInn`.
    static var field: String { get }
    /// Whether the field is a list; otherwise it shows the first row, or null.
    static var isMany: Bool { get }
    static func rows(_ input: Input, _ procedure: Procedure) async throws(PublicFailure) -> [ResultRow]
}

extension LookupPart {
    package static var isMany: Bool { false }

    package static func install(in assembly: inout Assembly) {
        assembly.lookup(Self.self)
    }
}

extension Assembly {
    /// Binds a query field to a look-up elsewhere.
    package mutating func lookup<Bound: LookupPart>(_ bound: Bound.Type) {
        let field = Bound.field
        bind(field) { _, schema, _ in
            .load(
                LoadBinding(
                    name: field, shape: Bound.isMany ? .many : .one,
                    loader: .asynchronous { call in
                        guard let scope = call.context as? RequestScope else {
                            return .failed(PublicFailure.internal.loadFailure, keys: call.keys.rowCount)
                        }
                        do throws(PublicFailure) {
                            scope.noteUnwatched()
                            let procedure = Procedure(scope, field: field)
                            let rows = try await Bound.rows(Input(call.arguments, schema), procedure)
                            let shown = Bound.isMany ? rows : Array(rows.prefix(1))
                            return .all(ResultRow.batch(shown, call.columns))
                        } catch {
                            return .failed(error.loadFailure, keys: call.keys.rowCount)
                        }
                    }))
        }
    }
}
