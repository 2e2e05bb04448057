import ContextKit
import EventSourcing
import GraphQLPlanning
import JSON
import Networking

/// Runs the operations of one batch one after the other, each as if it had come alone, and gathers their answers.
///
/// Why not side by side: a client may count on a query behind a mutation seeing it, and a batch must not take more of
/// a node at once than a request does.
// Safe because every member is used on the batch's loop only.
final class RunBatch: @unchecked Sendable {
    /// The answers of all requests, in the two forms that clients take.
    struct Outcome {
        let answers: [[UInt8]]
        let written: Cursor?

        /// A list in the order of the requests.
        var list: [UInt8] { [UInt8(ascii: "[")] + answers.joined(separator: [UInt8(ascii: ",")]) + [0x5D] }

        /// One line a request, each with the request's place.
        var lines: [UInt8] {
            var bytes: [UInt8] = []
            for (place, answer) in answers.enumerated() {
                bytes += answer.dropLast()
                // Every answer has at least one member.
                bytes += ",\"requestIndex\":\(place)}\n".utf8
            }
            return bytes
        }
    }

    private struct Entry {
        let place: Int
        let operation: PreparedOperation
        let request: GraphQLRequest
        let options: RequestOptions
    }

    private let service: GraphQLService
    private var done: ((Outcome) -> Void)?
    private var entries: [Entry] = []
    private var answers: [[UInt8]]
    private var written: Cursor?
    private var driver: WaveDriver?

    init(_ service: GraphQLService, count: Int, _ done: @escaping (Outcome) -> Void) {
        (self.service, self.done) = (service, done)
        answers = Array(repeating: [], count: count)
    }

    func add(_ operation: PreparedOperation, _ request: GraphQLRequest, _ options: RequestOptions, at place: Int) {
        entries.append(Entry(place: place, operation: operation, request: request, options: options))
    }

    /// Takes an answer that was there before anything was run.
    func take(_ answer: [UInt8], at place: Int) { answers[place] = answer }

    /// Nobody waits for the answers any more.
    func cancel() {
        done = nil
        driver?.cancel()
        driver = nil
    }

    func run(_ viewer: Viewer, from peer: IPAddress?, trace: TraceContext?, on loop: EventLoop) {
        run(0, viewer, peer, trace, loop)
    }

    private func run(
        _ number: Int, _ viewer: Viewer, _ peer: IPAddress?, _ trace: TraceContext?, _ loop: EventLoop
    ) {
        // Depth is bounded: a batch holds ten requests at most.
        guard done != nil else { return }
        guard number < entries.count else { return finish() }
        let entry = entries[number]
        var options = entry.options
        // Why: what the batch has written is there for what comes behind it, as if the client had passed the token on.
        if let written, options.token.map({ $0.position < written.position }) ?? true { options.token = written }
        let started = service.run(
            entry.operation, entry.request, options, viewer: viewer, from: peer, trace: trace, on: loop
        ) { [self] answer in
            answers[entry.place] = answer.body
            if let own = answer.written { written = own }
            run(number + 1, viewer, peer, trace, loop)
        }
        // Why not always: what was answered at once has started those behind it by now.
        if let started { driver = started }
    }

    private func finish() {
        let done = done
        self.done = nil
        driver = nil
        done?(Outcome(answers: answers, written: written))
    }
}
