import EventSourcing

/// Opens a new board.
package struct OpenBoard: Command, Equatable {
    package static let name = "demo.open-board"
    package let board: String
    package let title: String
    package let wantsWelcome: Bool

    package init(board: String, title: String, wantsWelcome: Bool = false) {
        (self.board, self.title, self.wantsWelcome) = (board, title, wantsWelcome)
    }

    package var stream: StreamName { BoardInput.stream(board) }
    package var content: [UInt8] { Array((title + (wantsWelcome ? "\u{0}welcome" : "")).utf8) }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        BoardInput.check(id: board, at: "id") + BoardInput.check(title: title)
    }

    package func decide(_ state: Board, _ circumstances: Circumstances) throws(BoardRefusal) -> Decision<Board> {
        guard !state.isOpen else { throw .alreadyOpen }
        guard let owner = circumstances.caller.actor else { throw .notAuthor }
        return Decision([
            .opened(BoardOpened(board: board, title: title, owner: owner, wantsWelcome: wantsWelcome))
        ])
    }
}
