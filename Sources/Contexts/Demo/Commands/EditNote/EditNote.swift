import EventSourcing

/// Gives a note another text or color; what is nil stays as it is.
package struct EditNote: Command, Equatable {
    package static let name = "demo.edit-note"
    package let board: String
    package let note: String
    package let text: String?
    package let color: NoteColor?

    package init(board: String, note: String, text: String?, color: NoteColor?) {
        (self.board, self.note, self.text, self.color) = (board, note, text, color)
    }

    package var stream: StreamName { BoardInput.stream(board) }
    package var content: [UInt8] {
        Array("\(note)\u{0}\(color?.rawValue ?? "")\u{0}\(text.map { "=" + $0 } ?? "")".utf8)
    }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        var found = BoardInput.check(id: board, at: "boardId") + BoardInput.check(id: note, at: "noteId")
        if let text { found += BoardInput.check(text: text) }
        if text == nil, color == nil {
            found.append(InputViolation("text", code: "EMPTY", "Give a `text`, a `color` or both."))
        }
        return found
    }

    package func decide(_ state: Board, _ circumstances: Circumstances) throws(BoardRefusal) -> Decision<Board> {
        guard state.isOpen else { throw .unknownBoard }
        guard let author = state.authors[note] else { throw .unknownNote }
        guard circumstances.caller.actor == author else { throw .notAuthor }
        return Decision([.noteEdited(NoteEdited(board: board, note: note, text: text, color: color))])
    }
}
