import Companies
import EventSourcing
import JSON
import Prelude
import Testing

struct GroupCreationTests {
    private let process = GroupCreation()

    private func state(group: String = "") throws -> GroupCreation.State {
        try GroupCreation.State(json: ["company": "c", "group": .string(group)])
    }

    private func actions(_ effects: [ProcessEffect]) -> [String] {
        effects.map { effect in
            if case .run(let step) = effect { "\(step.action.name) \(step.action.payload.text)" } else { "\(effect)" }
        }
    }

    private func react(_ state: inout GroupCreation.State, to step: String, _ end: StepEnd) throws -> [ProcessEffect] {
        try process.react(&state, to: .answer(step: step, end), now: Timestamp(microseconds: 0))
    }

    @Test func `a group that was created is bound, and then the process ends`() throws {
        var state = try state()
        let bind = try react(&state, to: "create-group", .done("g"))
        #expect(actions(bind) == [#"bind-group {"company":"c","group":"g"}"#])
        #expect(state == (try self.state(group: "g")))
        #expect(try react(&state, to: "bind-group", .done(.null)) == [.complete])
    }

    @Test func `a group that cannot be bound is deleted again`() throws {
        var state = try state(group: "g")
        let undo = try react(&state, to: "bind-group", .refused(code: "ARCHIVED"))
        #expect(actions(undo) == [#"delete-group {"group":"g"}"#])
        #expect(try react(&state, to: "delete-group", .done(.null)) == [.complete])
    }

    @Test func `what no attempt could do waits for a person`() throws {
        var state = try state(group: "g")
        #expect(
            try react(&state, to: "create-group", .refused(code: "NO_GROUPS"))
                == [.park(reason: "create-group was refused: NO_GROUPS")])
        for step in ["create-group", "bind-group", "delete-group"] {
            #expect(
                try react(&state, to: step, .failed(reason: "late")) == [.park(reason: "\(step) failed: late")])
        }
    }

    @Test func `a messenger that names no group is poison, and so is a memory that names no company`() throws {
        var state = try state()
        #expect(throws: ProcessPoison.self) { try react(&state, to: "create-group", .done(.null)) }
        #expect(throws: ProcessPoison.self) { try GroupCreation.State(json: ["company": "c"]) }
    }

    @Test func `the simulated messenger does what it says, once a key`() async throws {
        let messenger = SimulatedMessenger()
        messenger.fail(with: [.unavailable, .answerLost])
        await #expect(throws: MessengerFailure.unavailable) { try await messenger.create(title: "T", key: "k") }
        #expect(messenger.groups.isEmpty)
        await #expect(throws: MessengerFailure.unknownOutcome) { try await messenger.create(title: "T", key: "k") }
        #expect(messenger.groups.count == 1)
        let group = try await messenger.create(title: "T", key: "k")
        #expect(messenger.groups == [group: "T"])
        try await messenger.delete(group: group)
        #expect(messenger.groups.isEmpty)
    }
}
