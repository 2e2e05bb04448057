import ContextKit
import EventSourcing

/// `Mutation.addNote`
package enum AddNoteField: CommandPart {
    package static let field = "Mutation.addNote"

    package static func command(_ input: Input, _ request: CommandRequest) -> AddNote {
        let given = input.object("input")
        return AddNote(
            board: given?.text("boardId") ?? "", note: given?.text("id") ?? request.newID("note"),
            text: given?.text("text") ?? "", color: given?.text("color").flatMap(NoteColor.init) ?? .yellow)
    }

    package static func result(_ command: AddNote, _ receipt: CommandReceipt<BoardEvent>) -> ResultRow {
        BoardAnswer.changed(board: command.board, note: command.note)
    }

    package static func refused(_ refusal: BoardRefusal) -> ResultRow { BoardAnswer.refused(refusal) }
}
