import Prelude

/// One thing that was logged.
package struct LogRecord: Sendable {
    package let time: Timestamp
    package let level: LogLevel
    /// The part of the program that speaks, by which levels are set.
    package let module: String
    package let message: String
    package let trace: TraceContext?
    package let fields: LogFields
}

/// Where records go.
package protocol LogSink: Sendable {
    /// Must return quickly and must not log.
    func write(_ record: LogRecord)
}
