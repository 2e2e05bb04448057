import EventSourcing
import GraphQLPlanning
import GraphQLSchema
import Rows

/// A part that binds one mutation field to several steps: looking, asking a port, sending commands.
///
/// A field that is one command is a `CommandPart`; this is for what a pure decision cannot do, such as checking a
/// password.
package protocol ProcedurePart: Part {
    /// The field, such as `Mutation.login`.
    static var field: String { get }
    static func run(_ input: Input, _ procedure: Procedure) async throws(PublicFailure) -> ResultRow
}

extension ProcedurePart {
    package static func install(in assembly: inout Assembly) {
        assembly.procedure(Self.self)
    }
}

extension Assembly {
    /// Binds a mutation field to its steps.
    package mutating func procedure<Bound: ProcedurePart>(_ bound: Bound.Type) {
        let field = Bound.field
        bind(field) { _, schema, _ in
            .load(
                LoadBinding(
                    name: field, shape: .one,
                    loader: .asynchronous { call in
                        guard let scope = call.context as? RequestScope else {
                            return .failed(PublicFailure.internal.loadFailure, keys: call.keys.rowCount)
                        }
                        do throws(PublicFailure) {
                            let procedure = Procedure(scope, field: field)
                            let row = try await Bound.run(Input(call.arguments, schema), procedure)
                            return .all(row.batch(call.columns))
                        } catch {
                            scope.noteOverload(error)
                            return .failed(error.loadFailure, keys: call.keys.rowCount)
                        }
                    }))
        }
    }
}
