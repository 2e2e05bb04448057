import ContextKit
import EventSourcing
import JSON

/// What the process `WelcomeNote` does elsewhere.
package enum WelcomeNotePart: ProcessPart {
    package static var definition: WelcomeNote { WelcomeNote() }

    package static func perform(_ request: ActionRequest, _ commands: ProcessCommands) async -> ActionAnswer {
        guard request.action.name == WelcomeNote.action, let board = request.action.payload["board"]?.string else {
            return .refused(code: "UNKNOWN_ACTION")
        }
        let command = AddNote(
            board: board, note: WelcomeNote.note, text: "Welcome. Add a note of your own.", color: .green)
        // Why a note that exists is good: an attempt whose answer was lost has put it there.
        return await commands.send(command, for: request) { $0 == .noteExists }
    }
}
