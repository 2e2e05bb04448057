/// Every way in which a board can say no.
package enum BoardRefusal: String, Error, Equatable, CaseIterable, Sendable {
    case unknownBoard = "UNKNOWN_BOARD"
    case alreadyOpen = "ALREADY_OPEN"
    case unknownNote = "UNKNOWN_NOTE"
    case noteExists = "NOTE_EXISTS"
    case boardFull = "BOARD_FULL"
    case notAuthor = "NOT_AUTHOR"

    package var message: String {
        switch self {
        case .unknownBoard: "There is no board of that id."
        case .alreadyOpen: "A board of that id is open already."
        case .unknownNote: "There is no note of that id on the board."
        case .noteExists: "There is a note of that id on the board already."
        case .boardFull: "The board holds \(Board.notesMax) notes, which is as many as it may."
        case .notAuthor: "Only the author may change a note."
        }
    }
}
