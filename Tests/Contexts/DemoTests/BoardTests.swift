import Demo
import EventSourcing
import EventSourcingTesting
import Testing

struct BoardTests {
    private let opened = BoardEvent.opened(BoardOpened(board: "b", title: "T", owner: "ann"))
    private func added(_ note: String, by author: ActorID = "ann") -> BoardEvent {
        .noteAdded(NoteAdded(board: "b", note: note, text: "x", color: .blue, author: author))
    }
    private func scenario(as actor: ActorID = "ann") -> Scenario<Board> {
        Scenario(Board.self, caller: Caller(actor: actor))
    }

    @Test func `a board is opened once`() {
        let open = OpenBoard(board: "b", title: "T")
        #expect(scenario().when(open) == .success([opened]))
        #expect(scenario().given(opened).when(open) == .failure(.alreadyOpen))
    }

    @Test func `a note is put on an open board, once under its id`() {
        let add = AddNote(board: "b", note: "n", text: "x", color: .blue)
        #expect(scenario().when(add) == .failure(.unknownBoard))
        #expect(scenario().given(opened).when(add) == .success([added("n")]))
        #expect(scenario().given(opened, added("n")).when(add) == .failure(.noteExists))
    }

    @Test func `a board holds no more than its limit, and has room again when a note is removed`() {
        let full = [opened] + (0..<Board.notesMax).map { added("n\($0)") }
        let add = AddNote(board: "b", note: "one more", text: "x", color: .blue)
        #expect(scenario().given(full).when(add) == .failure(.boardFull))
        let removed = BoardEvent.noteRemoved(NoteRemoved(board: "b", note: "n0"))
        #expect(scenario().given(full + [removed]).when(add) == .success([added("one more")]))
    }

    @Test func `only the author edits or removes a note`() {
        let edit = EditNote(board: "b", note: "n", text: "y", color: nil)
        let remove = RemoveNote(board: "b", note: "n")
        let history = [opened, added("n")]
        #expect(
            scenario().given(history).when(edit)
                == .success([.noteEdited(NoteEdited(board: "b", note: "n", text: "y", color: nil))]))
        #expect(scenario(as: "bob").given(history).when(edit) == .failure(.notAuthor))
        #expect(scenario(as: "bob").given(history).when(remove) == .failure(.notAuthor))
        #expect(scenario().given(opened).when(edit) == .failure(.unknownNote))
        #expect(scenario().when(remove) == .failure(.unknownBoard))
    }

    @Test func `every violation of the input is told`() {
        #expect(
            AddNote(board: "", note: "a b", text: " \n", color: .pink).violations().map(\.code) == [
                "INVALID_ID", "INVALID_ID", "EMPTY",
            ])
        #expect(
            OpenBoard(board: "b", title: String(repeating: "ż", count: 101)).violations().map(\.code) == [
                "TOO_LONG"
            ])
        #expect(EditNote(board: "b", note: "n", text: nil, color: nil).violations().map(\.code) == ["EMPTY"])
        #expect(EditNote(board: "b", note: "n", text: "a\u{0}b", color: nil).violations().map(\.code) == ["NUL"])
    }

    @Test func `what is stored is read back`() {
        let events: [BoardEvent] = [
            opened, added("n"), .noteEdited(NoteEdited(board: "b", note: "n", text: nil, color: .green)),
            .noteEdited(NoteEdited(board: "b", note: "n", text: "t", color: nil)),
            .noteRemoved(NoteRemoved(board: "b", note: "n")),
        ]
        #expect(scenario().given(events).codecViolations(isSame: ==).isEmpty)
    }

    @Test func `the bodies of the first schema version decode for ever`() throws {
        let stored = [
            ("demo.board-opened.1", #"{"board":"b","title":"T","owner":"ann"}"#),
            ("demo.note-added.1", #"{"board":"b","note":"n","text":"x","color":"BLUE","author":"ann"}"#),
            ("demo.note-removed.1", #"{"board":"b","note":"n"}"#),
        ]
        let events = try stored.map { name, body in
            try Board.codec.decode(try #require(EventName(name)), schemaVersion: 1, body: Array(body.utf8))
        }
        #expect(events == [opened, added("n"), .noteRemoved(NoteRemoved(board: "b", note: "n"))])
    }
}
