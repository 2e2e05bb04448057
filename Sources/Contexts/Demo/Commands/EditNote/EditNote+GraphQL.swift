import ContextKit
import EventSourcing

/// `Mutation.editNote`
package enum EditNoteField: CommandPart {
    package static let field = "Mutation.editNote"

    package static func command(_ input: Input, _ request: CommandRequest) -> EditNote {
        let given = input.object("input")
        return EditNote(
            board: given?.text("boardId") ?? "", note: given?.text("noteId") ?? "", text: given?.text("text"),
            color: given?.text("color").flatMap(NoteColor.init))
    }

    package static func result(_ command: EditNote, _ receipt: CommandReceipt<BoardEvent>) -> ResultRow {
        BoardAnswer.changed(board: command.board, note: command.note)
    }

    package static func refused(_ refusal: BoardRefusal) -> ResultRow { BoardAnswer.refused(refusal) }
}
