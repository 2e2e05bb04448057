import ContextKit
import EventSourcing

/// `Mutation.openBoard`
package enum OpenBoardField: CommandPart {
    package static let field = "Mutation.openBoard"

    package static func command(_ input: Input, _ request: CommandRequest) -> OpenBoard {
        let given = input.object("input")
        return OpenBoard(
            board: given?.text("id") ?? request.newID("board"), title: given?.text("title") ?? "",
            wantsWelcome: given?.bool("welcome") ?? false)
    }

    package static func result(_ command: OpenBoard, _ receipt: CommandReceipt<BoardEvent>) -> ResultRow {
        BoardAnswer.changed(board: command.board, note: nil)
    }

    package static func refused(_ refusal: BoardRefusal) -> ResultRow { BoardAnswer.refused(refusal) }
}
