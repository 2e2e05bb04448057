import Demo
import EventSourcing
import Lifecycle

/// A little data to look at: written once, by commands like anybody's, into a tenant of its own.
package enum DemoData {
    package static let tenant: TenantID = "demo"
    package static let user: ActorID = "ann"
    private static let board = "welcome"
    private static let notes: [(id: String, text: String, color: NoteColor)] = [
        ("read", "Run the query on the left with Ctrl+Enter.", .yellow),
        ("write", "Add a note with a mutation; its answer already includes the note.", .green),
        ("watch", "Subscribe, cut the connection, resume: nothing is missed and nothing comes twice.", .blue),
    ]

    /// Does nothing where it has been done before: the command ids are always the same.
    package static func write(through handle: HandleCommand, clock: any Clock) async throws {
        _ = try await handle(envelope(OpenBoard(board: board, title: "Welcome"), "open", clock))
        for note in notes {
            let command = AddNote(board: board, note: note.id, text: note.text, color: note.color)
            _ = try await handle(envelope(command, note.id, clock))
        }
    }

    private static func envelope<Content: Command>(
        _ command: Content, _ step: String, _ clock: any Clock
    ) -> CommandEnvelope<Content> {
        CommandEnvelope(
            command, id: CommandID.derived(from: "demo", step), tenant: tenant, caller: Caller(actor: user),
            deadline: clock.now + .seconds(10))
    }
}
