import EventSourcing
import Testing

@testable import ContextKit

struct ProcessCommandsTests {
    private struct Away: Error {}

    @Test func `what certainly did not happen is another attempt, what cannot happen is refused, the rest is unknown`()
    {
        let stream = StreamName(stored: "order:7", categoryBytes: 5)
        func word(_ failure: CommandFailure) -> String {
            switch ProcessCommands.answer(failure) {
            case .done: "done"
            case .refused(let code): code
            case .failed: "failed"
            case .unknown: "unknown"
            }
        }
        #expect(word(.contended(stream, attempts: 9)) == "failed")
        #expect(word(.load(.broken(stream, reason: "gap"))) == "failed")
        #expect(word(.store(.invalid(reason: "too large"))) == "failed")
        #expect(word(.sealing(.damaged(reason: "bytes"))) == "failed")
        #expect(word(.sealing(.erased(SubjectID(validated: "ann")))) == "ERASED")
        #expect(word(.load(.closed(stream))) == "STREAM_CLOSED")
        #expect(word(.store(.outcomeUnknown(underlying: Away()))) == "unknown")
        // Nothing is given up because the store is away for a while.
        #expect(word(.store(.unavailable(underlying: Away()))) == "unknown")
        #expect(word(.deadlineExceeded) == "unknown")
    }
}
