import Demo
import EventSourcing
import JSON
import Prelude
import Testing

struct WelcomeNoteTests {
    private let process = WelcomeNote()

    private func effects(of input: ProcessInput) throws -> [ProcessEffect] {
        var state = WelcomeNote.State()
        return try process.react(&state, to: input, now: Timestamp(microseconds: 0))
    }

    @Test func `a step that is done ends the process, and one that is not waits for a person`() throws {
        #expect(try effects(of: .answer(step: "add note", .done(.null))) == [.complete])
        #expect(
            try effects(of: .answer(step: "add note", .refused(code: "BOARD_FULL")))
                == [.park(reason: "add note was refused: BOARD_FULL")])
        #expect(
            try effects(of: .answer(step: "add note", .failed(reason: "late")))
                == [.park(reason: "add note failed: late")])
        #expect(try effects(of: .timer("none")).isEmpty)
    }

    @Test func `the wish for a note is stored only where there is one`() throws {
        let name: EventName = "demo.board-opened.1"
        for wants in [true, false] {
            let event = BoardEvent.opened(BoardOpened(board: "b", title: "T", owner: "ann", wantsWelcome: wants))
            let stored = Board.codec.encode(event)
            #expect(String(decoding: stored.body, as: UTF8.self).contains("welcome") == wants)
            #expect(try Board.codec.decode(name, schemaVersion: 1, body: stored.body) == event)
        }
    }
}
