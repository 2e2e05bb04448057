import EventSourcing

/// Puts a new note on a board.
package struct AddNote: Command, Equatable {
    package static let name = "demo.add-note"
    package let board: String
    package let note: String
    package let text: String
    package let color: NoteColor

    package init(board: String, note: String, text: String, color: NoteColor) {
        (self.board, self.note, self.text, self.color) = (board, note, text, color)
    }

    package var stream: StreamName { BoardInput.stream(board) }
    package var content: [UInt8] { Array("\(note)\u{0}\(color.rawValue)\u{0}\(text)".utf8) }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        BoardInput.check(id: board, at: "boardId") + BoardInput.check(id: note, at: "id")
            + BoardInput.check(text: text)
    }

    package func decide(_ state: Board, _ circumstances: Circumstances) throws(BoardRefusal) -> Decision<Board> {
        guard state.isOpen else { throw .unknownBoard }
        guard state.authors[note] == nil else { throw .noteExists }
        guard state.authors.count < Board.notesMax else { throw .boardFull }
        guard let author = circumstances.caller.actor else { throw .notAuthor }
        return Decision([
            .noteAdded(NoteAdded(board: board, note: note, text: text, color: color, author: author))
        ])
    }
}
