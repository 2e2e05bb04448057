import EventSourcing
import JSON
import Prelude

/// A process for tests: reserve → authorise → capture (the pivot) → ship, undone in reverse before the pivot.
struct Fulfilment: ProcessDefinition {
    struct State: ProcessState, Equatable {
        var order = ""
        var isPaid = false

        init() {}
        init(json: JSONValue) throws(ProcessPoison) {
            guard let order = json["order"]?.string else { throw ProcessPoison("no order") }
            (self.order, isPaid) = (order, json["isPaid"] == true)
        }
        var json: JSONValue { ["order": .string(order), "isPaid": .bool(isPaid)] }
    }

    let kind: ProcessKind = "fulfilment"
    let filter = EventFilter(names: ["shop.confirmed.1", "shop.cancelled.1"])
    var understandsNonsense = false

    func instance(for event: RecordedEvent) -> String? { event.stream.id }

    func react(
        _ state: inout State, to input: ProcessInput, now: Timestamp
    ) throws(ProcessPoison) -> [ProcessEffect] {
        switch input {
        case .event(let event): return try react(&state, to: event, now: now)
        case .timer: return state.isPaid ? [] : [.compensate(reason: "it takes too long")]
        case .answer("reserve", .done): return [.run(step("authorise", undoneBy: "void"))]
        case .answer("authorise", .done): return [.run(step("capture"))]
        case .answer("capture", .done):
            state.isPaid = true
            return [.passPivot, .cancelTimer("patience"), .run(step("ship"))]
        case .answer("ship", .done): return [.complete]
        case .answer: return []
        }
    }

    private func react(
        _ state: inout State, to event: RecordedEvent, now: Timestamp
    ) throws(ProcessPoison) -> [ProcessEffect] {
        if event.body == Array("nonsense".utf8), !understandsNonsense { throw ProcessPoison("nonsense") }
        switch event.name {
        case "shop.confirmed.1" where state.order.isEmpty:
            state.order = event.stream.id
            return [
                .run(step("reserve", undoneBy: "release")),
                .schedule("patience", at: now.advanced(microseconds: 3_600_000_000)),
            ]
        case "shop.cancelled.1" where !state.order.isEmpty && !state.isPaid:
            return [.compensate(reason: "the order was cancelled")]
        default: return []
        }
    }

    private func step(_ name: String, undoneBy undo: String? = nil) -> ProcessStep {
        ProcessStep(
            name, ProcessAction(name), retry: RetryPolicy(attemptsMax: 3),
            compensation: undo.map { ProcessAction($0) })
    }
}
