import EventSourcing
import GraphQLPlanning
import GraphQLSchema

/// A part that binds one mutation field to many commands of one kind: each takes effect or fails on its own.
package protocol CommandBatchPart: Part {
    associatedtype Content: Command

    /// The field, such as `Mutation.recordAiUsageBatch`; it is a list of objects.
    static var field: String { get }
    /// The argument with the list of input objects.
    static var argument: String { get }
    /// Limit: commands of one batch.
    static var itemsMax: Int { get }
    /// What tells a repeated command from a new one; there is no other id for the commands of a batch.
    static func idempotencyKey(_ command: Content) -> String
    /// Whether such a key is the sender's own; otherwise it names a fact that is the same whoever tells it.
    static var hasKeysOfActors: Bool { get }
    static func command(_ item: Input) -> Content
    /// What the client is told about one command.
    static func row(
        _ index: Int, _ command: Content, _ outcome: Result<CommandOutcome<Content.Subject>, PublicFailure>
    ) -> ResultRow
}

extension CommandBatchPart {
    package static var hasKeysOfActors: Bool { false }

    package static func install(in assembly: inout Assembly) {
        assembly.commandBatch(Self.self)
    }
}

extension Assembly {
    /// Binds a mutation field to many commands of one kind.
    package mutating func commandBatch<Bound: CommandBatchPart>(_ bound: Bound.Type) {
        bind(Bound.field) { _, schema, _ in
            .load(
                LoadBinding(
                    name: Bound.field, shape: .many,
                    loader: .asynchronous { call in await RunCommandBatch<Bound>(call, schema).answer() }))
        }
    }
}
