import EventSourcing
import GraphQLPlanning
import GraphQLSchema

/// A part that binds one mutation field to one command.
package protocol CommandPart: Part {
    associatedtype Content: Command
    typealias Subject = Content.Subject

    /// The field, such as `Mutation.addNote`.
    static var field: String { get }
    /// What the input itself says to tell a repeated command from a new one, such as a request's id; nil to go by the
    /// id that the client sent beside it.
    static func idempotencyKey(_ input: Input) -> String?
    /// Makes the command of the field's arguments. Rules about values belong into the command's `violations`.
    static func command(_ input: Input, _ request: CommandRequest) -> Content
    /// What the client is told about a command that took effect, beside `position` and `version`.
    static func result(_ command: Content, _ receipt: CommandReceipt<Subject.Event>) -> ResultRow
    /// What the client is told when the domain says no.
    static func refused(_ refusal: Subject.Refusal) -> ResultRow
}

/// What a command may be made of apart from its input.
package struct CommandRequest: Sendable {
    package let viewer: Viewer
    package let id: CommandID

    /// A new id that is the same whenever the command is sent again.
    package func newID(_ purpose: String) -> String {
        CommandID.derived(from: "id", id.description, purpose).description
    }
}

extension CommandPart {
    package static func idempotencyKey(_ input: Input) -> String? { nil }

    package static func install(in assembly: inout Assembly) {
        assembly.command(Self.self)
    }
}

extension Assembly {
    /// Binds a mutation field to its command.
    package mutating func command<Bound: CommandPart>(_ bound: Bound.Type) {
        bind(Bound.field) { _, schema, _ in
            .load(
                LoadBinding(
                    name: Bound.field, shape: .one,
                    loader: .asynchronous { call in await RunCommand<Bound>(call, schema).answer() }))
        }
    }
}
