import EventSourcing
import JSON
import Prelude

/// A process for tests that does nothing but ring ten minutes after it was asked for, once.
struct Alarm: ProcessDefinition {
    struct State: ProcessState {
        var isSet = false
        init() {}
        init(json: JSONValue) throws(ProcessPoison) { isSet = json["isSet"] == true }
        var json: JSONValue { ["isSet": .bool(isSet)] }
    }

    static let patience = Duration.seconds(600)

    let kind: ProcessKind = "alarm"
    let filter = EventFilter(names: ["alarm.wanted.1"])

    func instance(for event: RecordedEvent) -> String? { event.stream.id }

    func react(
        _ state: inout State, to input: ProcessInput, now: Timestamp
    ) throws(ProcessPoison) -> [ProcessEffect] {
        switch input {
        case .event where !state.isSet:
            state.isSet = true
            return [.schedule("bell", at: now.advanced(microseconds: 600_000_000))]
        case .timer("bell"): return [.passPivot, .run(ProcessStep("ring", ProcessAction("ring")))]
        case .answer("ring", .done): return [.complete]
        case .event, .timer, .answer: return []
        }
    }
}
