import Glibc
import Lifecycle
import Telemetry

/// The log of this process: lines on stderr, written by a thread of their own.
package struct ProcessLog: Sendable {
    package let target: LogTarget
    package let buffer: LogBuffer
    private let drain: LogDrain

    /// `auto` is text on a terminal and JSON elsewhere; `NO_COLOR` takes the colours away.
    package init(
        _ format: ConfigurationKeys.Format, levels: LogLevels, to descriptor: Int32 = STDERR_FILENO
    ) throws(SystemError) {
        buffer = LogBuffer(format: Self.format(format, descriptor))
        drain = try LogDrain(buffer, to: descriptor)
        target = LogTarget(sink: buffer, levels: levels)
    }

    /// Writes what waits; the last thing before the process ends.
    package func finish() { drain.finish() }

    private static func format(_ format: ConfigurationKeys.Format, _ descriptor: Int32) -> LogFormat {
        let isTerminal = isatty(descriptor) == 1
        let hasColours = isTerminal && getenv("NO_COLOR") == nil
        switch format {
        case .json: return .json
        case .pretty: return .pretty(hasColours: hasColours)
        case .auto: return isTerminal ? .pretty(hasColours: hasColours) : .json
        }
    }
}
