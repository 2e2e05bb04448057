import EventSourcing
import Networking

/// The results of one operation on a stream, which may be its own or one that it shares.
// Safe because every member is used on the stream's loop only.
final class StreamSink: LiveSink, @unchecked Sendable {
    private let output: PacedOutput
    private let framing: any ResultFraming
    private var whenOver: (() -> Void)?
    private var run: (any LiveRun)?

    /// `whenOver` is called once, when the operation has ended by itself.
    init(_ output: PacedOutput, _ framing: any ResultFraming, whenOver: @escaping () -> Void) {
        (self.output, self.framing, self.whenOver) = (output, framing, whenOver)
    }

    /// Begins the operation and tells its results, or why there are none.
    func start(_ live: LiveService, _ asked: LiveRequest, on loop: EventLoop) {
        do throws(LiveRefusal) {
            let run = try live.begin(asked, on: loop, sink: self)
            // Why looked at: what answers at once is over before there is anything to keep.
            if whenOver == nil { run?.cancel() } else { self.run = run }
        } catch {
            refused(error)
        }
    }

    /// Tells why there is no operation to begin.
    func refused(_ refusal: LiveRefusal) { only(refusal.payload) }

    var canTake: Bool { output.canTake }
    func next(_ payload: LivePayload) { output.send(framing.next(payload)) }
    func heartbeat(_ cursor: Cursor) { output.send(framing.heartbeat(cursor)) }
    func part(_ result: [UInt8]) { output.send(framing.only(result)) }
    func answered(_ answer: GraphQLService.Answer) { only(answer.body) }
    func completed() { finish() }

    func failed(_ failure: LiveFailure) {
        output.send(framing.failure(failure.errors))
        finish()
    }

    private func only(_ result: [UInt8]) {
        output.send(framing.only(result))
        finish()
    }

    /// The client is gone, or wants no more.
    func stop() {
        whenOver = nil
        run?.cancel()
        run = nil
    }

    /// The client wants no more of this operation and is told that it is over.
    func complete() {
        run?.cancel()
        finish()
    }

    private func finish() {
        guard let whenOver else { return }
        (self.whenOver, run) = (nil, nil)
        output.send(framing.end)
        whenOver()
    }
}
