import EventSourcing
import EventSourcingTesting
import JSON
import Testing

struct ScenarioTests {
    struct Lamp: Aggregate {
        struct Switched: EventPayload, Equatable {
            static let name: EventName = "lamp.switched.1"
            let isOn: Bool
            init(isOn: Bool) { self.isOn = isOn }
            init(_ body: EventBody) throws(EventBodyError) { isOn = try body.bool("isOn") }
            func write(to body: inout JSONWriter) { body.member("isOn", isOn) }
        }
        enum Refusal: Error { case alreadyOn }
        static let category: StreamCategory = "lamp"
        static let codec = EventCodec<Switched>([.init(Switched.self) { $0 }]) { $0 }
        var isOn = false
        mutating func apply(_ event: Switched) { isOn = event.isOn }
    }

    struct TurnOn: Command {
        static let name = "lamp.turn-on"
        let stream = StreamName(stored: "lamp:1", categoryBytes: 4)
        let content: [UInt8] = []
        func isPermitted(to caller: Caller) -> Bool { true }
        func decide(_ state: Lamp, _ circumstances: Circumstances) throws(Lamp.Refusal) -> Decision<Lamp> {
            if state.isOn { throw .alreadyOn }
            return Decision([.init(isOn: true)])
        }
    }

    @Test func `given nothing, when it is turned on, then it is on`() {
        #expect(Scenario(Lamp.self).when(TurnOn()) == .success([.init(isOn: true)]))
    }

    @Test func `given that it is on, when it is turned on, then that is refused`() {
        let scenario = Scenario(Lamp.self).given(.init(isOn: true))
        #expect(scenario.state.isOn)
        #expect(scenario.when(TurnOn()) == .failure(.alreadyOn))
        #expect(scenario.codecViolations(isSame: ==) == [])
    }
}
