import EventSourcing

/// Takes a note off its board.
package struct RemoveNote: Command, Equatable {
    package static let name = "demo.remove-note"
    package let board: String
    package let note: String

    package init(board: String, note: String) {
        (self.board, self.note) = (board, note)
    }

    package var stream: StreamName { BoardInput.stream(board) }
    package var content: [UInt8] { Array(note.utf8) }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        BoardInput.check(id: board, at: "boardId") + BoardInput.check(id: note, at: "noteId")
    }

    package func decide(_ state: Board, _ circumstances: Circumstances) throws(BoardRefusal) -> Decision<Board> {
        guard state.isOpen else { throw .unknownBoard }
        guard let author = state.authors[note] else { throw .unknownNote }
        guard circumstances.caller.actor == author else { throw .notAuthor }
        return Decision([.noteRemoved(NoteRemoved(board: board, note: note))])
    }
}
