import ContextKit
import EventSourcing

/// `Mutation.removeNote`
package enum RemoveNoteField: CommandPart {
    package static let field = "Mutation.removeNote"

    package static func command(_ input: Input, _ request: CommandRequest) -> RemoveNote {
        let given = input.object("input")
        return RemoveNote(board: given?.text("boardId") ?? "", note: given?.text("noteId") ?? "")
    }

    package static func result(_ command: RemoveNote, _ receipt: CommandReceipt<BoardEvent>) -> ResultRow {
        BoardAnswer.changed(board: command.board, note: command.note)
    }

    package static func refused(_ refusal: BoardRefusal) -> ResultRow { BoardAnswer.refused(refusal) }
}
