import Lifecycle
import Prelude

/// Lines of standard input, each read when the one before has been taken: whoever pipes a file in waits for the
/// gateway.
final class TypedLines: Sendable {
    private let lines: AsyncStream<String>
    private let wanted = ThreadSignal()

    /// Reads on a thread of its own, because reading from a terminal blocks for as long as nobody writes.
    init() throws {
        // Why unbounded: the thread waits for `wanted` before each line, so that there is one at most.
        let (lines, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .unbounded)
        self.lines = lines
        _ = try DedicatedThread(name: "input") { [wanted] in
            var input = LineReader()
            wanted.wait()
            while let line = try? input.next(orIdle: {}) {
                guard line.contains(where: { $0 > 0x20 }) else { continue }
                continuation.yield(String(decoding: line, as: UTF8.self))
                wanted.wait()
            }
            continuation.finish()
        }
    }

    /// The next line that is not blank; nil at the end, or when the task is cancelled.
    func next() async -> String? {
        wanted.signal()
        var iterator = lines.makeAsyncIterator()
        return await iterator.next()
    }
}
