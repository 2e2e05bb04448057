import EventSourcing
import JSON
import Prelude

/// Puts a first note on every board that was opened with the wish for one.
package struct WelcomeNote: ProcessDefinition {
    /// There is nothing to remember: the step's own record says whether it was done.
    package struct State: ProcessState, Equatable {
        package init() {}
        package init(json: JSONValue) throws(ProcessPoison) {}
        package var json: JSONValue { [:] }
    }

    static let action = "add-welcome-note"
    /// Who the note is from.
    package static let author: ActorID = "belvedere"
    /// The same on every board, so that there is one however often the step is tried.
    package static let note = "welcome"

    package let kind: ProcessKind = "demo-welcome-note"
    package let filter = EventFilter(categories: [Board.category], names: [BoardOpened.name])

    package init() {}

    /// One process a board.
    package func instance(for event: RecordedEvent) -> String? { event.stream.id }

    package func react(
        _ state: inout State, to input: ProcessInput, now: Timestamp
    ) throws(ProcessPoison) -> [ProcessEffect] {
        switch input {
        case .event(let event):
            let opened = try opened(event)
            guard opened.wantsWelcome else { return [] }
            return [.run(ProcessStep("add note", ProcessAction(Self.action, ["board": .string(opened.board)])))]
        case .answer(_, .done): return [.complete]
        case .answer(let step, .refused(let code)): return [.park(reason: "\(step) was refused: \(code)")]
        case .answer(let step, .failed(let reason)): return [.park(reason: "\(step) failed: \(reason)")]
        case .timer: return []
        }
    }

    private func opened(_ event: RecordedEvent) throws(ProcessPoison) -> BoardOpened {
        let happened: BoardEvent
        do throws(EventBodyError) {
            happened = try Board.codec.decode(event)
        } catch {
            throw ProcessPoison("\(event.name) cannot be read: \(error)")
        }
        switch happened {
        case .opened(let opened): return opened
        case .noteAdded, .noteEdited, .noteRemoved:
            throw ProcessPoison("\(event.name) does not open a board")
        }
    }
}
