import ContextKit
import EventSourcing
import Lifecycle
import Telemetry

/// Moves the process managers of a node on, each as a service of its own.
struct ProcessServices: Sendable {
    let node: NodeID
    let handle: HandleCommand
    let batcher: Batcher
    let tailer: Tailer
    let storage: NodeStorage
    let ports: Ports
    let sealing: EventSealing?
    let clock: any Clock
    let log: Log

    func service(of process: ProcessRecipe) -> any Service {
        let commands = ProcessCommands(handle, as: ActorID(validated: "belvedere"), clock: clock, ports: ports)
        let context = ProcessContext(
            node: node, streams: ProcessStreams(store: storage.events, batcher: batcher, clock: clock),
            store: storage.projections, source: TailerSource(tailer), dispatcher: process.dispatcher(commands),
            clock: clock, sealing: sealing, failed: { [log] in Self.tell($0, log) })
        return NodeServices.Loop(name: "process \(process.kind)") { try await process.run(context) }
    }

    private static func tell(_ failure: ProcessFailure, _ log: Log) {
        var fields: LogFields = [
            "kind": LogValue(failure.kind), "work": LogValue(failure.work.word), "times": LogValue(failure.count),
            "reason": LogValue("\(failure.error)"),
        ]
        if case .step(let id) = failure.work { fields.list.append((name: "process", value: LogValue(id))) }
        log.warning("Processes are not moved on.", fields)
    }
}
