import Networking
import Prelude
import Server

/// One event stream that carries the results of many operations.
// Safe because every member but the loop is used on the loop only.
final class SharedStream: @unchecked Sendable {
    /// Limit: operations of one stream at once.
    private static let operationsMax = 100

    let loop: EventLoop
    private let output: PacedOutput
    private var sinks: [[UInt8]: StreamSink] = [:]
    private var isOver = false

    init(_ stream: EventStream, on loop: EventLoop) {
        self.loop = loop
        output = PacedOutput(stream, on: loop)
    }

    /// What became of an operation that was sent to the stream.
    enum Outcome { case started, repeated, tooMany, over }

    /// Takes an operation if it may run; then tells so before its first result can be sent.
    func start(
        _ id: [UInt8], _ live: LiveService, _ asked: LiveRequest,
        told: (Outcome) -> Void
    ) {
        guard !isOver else { return told(.over) }
        guard sinks[id] == nil else { return told(.repeated) }
        guard sinks.count < Self.operationsMax else { return told(.tooMany) }
        let sink = StreamSink(output, OperationFraming(id: id)) { [weak self] in self?.sinks[id] = nil }
        sinks[id] = sink
        told(.started)
        sink.start(live, asked, on: loop)
    }

    func stop(_ id: [UInt8]) { sinks[id]?.complete() }

    func gone() {
        isOver = true
        for sink in sinks.values { sink.stop() }
        sinks = [:]
    }
}
