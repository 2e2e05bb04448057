import Prelude

/// Lines on their way to a descriptor: whoever logs appends, one thread takes and writes.
///
/// Why: a terminal or a pipe that nobody reads blocks the writer, and an event loop must not be that writer. When the
/// buffer is full, lines are dropped and counted, and a line says how many as soon as there is room again.
package final class LogBuffer: LogSink {
    private struct State {
        var bytes: [UInt8] = []
        var droppedSinceTaken = 0
        var droppedInAll = 0
        var wake: (@Sendable () -> Void)?
    }

    private let state = Lock(State())
    private let format: LogFormat
    private let bytesMax: Int

    /// Limit: `bytesMax` bytes of lines that wait.
    package init(format: LogFormat, bytesMax: Int = 1 << 20) {
        (self.format, self.bytesMax) = (format, bytesMax)
    }

    package func write(_ record: LogRecord) {
        let line = format.line(record)
        let wake: (@Sendable () -> Void)? = state.withLock { state in
            guard state.bytes.count + line.count <= bytesMax else {
                state.droppedSinceTaken += 1
                state.droppedInAll += 1
                return nil
            }
            let wasEmpty = state.bytes.isEmpty
            state.bytes += line
            return wasEmpty ? state.wake : nil
        }
        wake?()
    }

    /// Lines lost since the start.
    package var droppedCount: Int { state.withLock { $0.droppedInAll } }

    /// Calls the function when lines begin to wait; set once by the thread that takes them.
    package func whenFilled(_ wake: @escaping @Sendable () -> Void) {
        let isFilled = state.withLock { state in
            state.wake = wake
            return !state.bytes.isEmpty
        }
        if isFilled { wake() }
    }

    /// Everything that waits, followed by a line about what was dropped.
    package func take() -> [UInt8] {
        let (bytes, dropped) = state.withLock { state in
            let taken = (state.bytes, state.droppedSinceTaken)
            (state.bytes, state.droppedSinceTaken) = ([], 0)
            return taken
        }
        guard dropped > 0 else { return bytes }
        let notice = LogRecord(
            time: LogTarget.realTime(), level: .warning, module: "log", message: "lines were dropped", trace: nil,
            fields: ["count": LogValue(dropped)])
        return bytes + format.line(notice)
    }
}
