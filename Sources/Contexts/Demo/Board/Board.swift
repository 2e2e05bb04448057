import EventSourcing

/// One board: whether it is open, and who wrote which note on it.
package struct Board: Aggregate, Equatable {
    package typealias Event = BoardEvent
    package typealias Refusal = BoardRefusal

    package static let category: StreamCategory = "demo.board"
    package static let codec = BoardEvent.codec
    /// Limit: notes on one board, so that a decision never folds more.
    package static let notesMax = 1_000

    package private(set) var isOpen = false
    /// The author of each note that is on the board.
    package private(set) var authors: [String: ActorID] = [:]

    package init() {}

    package mutating func apply(_ event: BoardEvent) {
        switch event {
        case .opened: isOpen = true
        case .noteAdded(let added): authors[added.note] = added.author
        case .noteEdited: break
        case .noteRemoved(let removed): authors.removeValue(forKey: removed.note)
        }
    }
}
