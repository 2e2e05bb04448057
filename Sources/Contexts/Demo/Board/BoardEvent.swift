import EventSourcing
import JSON

/// Everything that can have happened to a board.
package enum BoardEvent: Equatable, Sendable {
    case opened(BoardOpened)
    case noteAdded(NoteAdded)
    case noteEdited(NoteEdited)
    case noteRemoved(NoteRemoved)

    package static let codec = EventCodec<BoardEvent>([
        .init(BoardOpened.self) { .opened($0) },
        .init(NoteAdded.self) { .noteAdded($0) },
        .init(NoteEdited.self) { .noteEdited($0) },
        .init(NoteRemoved.self) { .noteRemoved($0) },
    ]) { event in
        switch event {
        case .opened(let payload): payload
        case .noteAdded(let payload): payload
        case .noteEdited(let payload): payload
        case .noteRemoved(let payload): payload
        }
    }
}

/// A board was opened.
package struct BoardOpened: EventPayload, Equatable {
    package static let name: EventName = "demo.board-opened.1"
    package let board: String
    package let title: String
    package let owner: ActorID
    /// Whether the system puts a first note on it; events from before the wish existed have none.
    package let wantsWelcome: Bool

    package init(board: String, title: String, owner: ActorID, wantsWelcome: Bool = false) {
        (self.board, self.title, self.owner, self.wantsWelcome) = (board, title, owner, wantsWelcome)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        board = try body.string("board")
        title = try body.string("title")
        owner = try body.actor("owner")
        wantsWelcome = try body.optional("welcome", body.bool) ?? false
    }

    package func write(to body: inout JSONWriter) {
        body.member("board", board)
        body.member("title", title)
        body.member("owner", owner)
        if wantsWelcome { body.member("welcome", true) }
    }
}

/// A note was put on a board.
package struct NoteAdded: EventPayload, Equatable {
    package static let name: EventName = "demo.note-added.1"
    package let board: String
    package let note: String
    package let text: String
    package let color: NoteColor
    package let author: ActorID

    package init(board: String, note: String, text: String, color: NoteColor, author: ActorID) {
        (self.board, self.note, self.text, self.color, self.author) = (board, note, text, color, author)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        board = try body.string("board")
        note = try body.string("note")
        text = try body.string("text")
        color = try body.one("color")
        author = try body.actor("author")
    }

    package func write(to body: inout JSONWriter) {
        body.member("board", board)
        body.member("note", note)
        body.member("text", text)
        body.member("color", color)
        body.member("author", author)
    }
}

/// A note got another text or color; what is nil stayed as it was.
package struct NoteEdited: EventPayload, Equatable {
    package static let name: EventName = "demo.note-edited.1"
    package let board: String
    package let note: String
    package let text: String?
    package let color: NoteColor?

    package init(board: String, note: String, text: String?, color: NoteColor?) {
        (self.board, self.note, self.text, self.color) = (board, note, text, color)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        board = try body.string("board")
        note = try body.string("note")
        text = body.has("text") ? try body.string("text") : nil
        color = body.has("color") ? try body.one("color") : nil
    }

    package func write(to body: inout JSONWriter) {
        body.member("board", board)
        body.member("note", note)
        if let text { body.member("text", text) }
        if let color { body.member("color", color) }
    }
}

/// A note was taken off a board.
package struct NoteRemoved: EventPayload, Equatable {
    package static let name: EventName = "demo.note-removed.1"
    package let board: String
    package let note: String

    package init(board: String, note: String) {
        (self.board, self.note) = (board, note)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        board = try body.string("board")
        note = try body.string("note")
    }

    package func write(to body: inout JSONWriter) {
        body.member("board", board)
        body.member("note", note)
    }
}

extension EventBody {
    /// A name of whoever acted, which was checked when it was stored.
    fileprivate func actor(_ name: StaticString) throws(EventBodyError) -> ActorID {
        guard let actor = ActorID(try string(name)) else { throw .mistyped(member: name.description) }
        return actor
    }
}
