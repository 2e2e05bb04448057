import Glibc
import Prelude
import Synchronization

/// Speaks for one module of the program; cheap to copy, and a line below the level costs one load.
package struct Log: Sendable {
    private let target: LogTarget
    private let threshold: LogThreshold

    fileprivate init(target: LogTarget, threshold: LogThreshold) {
        (self.target, self.threshold) = (target, threshold)
    }

    /// A log that says nothing, for tests and defaults.
    package static let silent = LogTarget(sink: NoLogSink(), levels: LogLevels(standard: .error)).log("silent")

    package func isEnabled(_ level: LogLevel) -> Bool {
        level.rawValue >= threshold.level.load(ordering: .relaxed)
    }

    package func trace(
        _ message: @autoclosure () -> String, _ fields: @autoclosure () -> LogFields = [:],
        in trace: TraceContext? = nil
    ) {
        write(.trace, message, fields, trace)
    }

    package func debug(
        _ message: @autoclosure () -> String, _ fields: @autoclosure () -> LogFields = [:],
        in trace: TraceContext? = nil
    ) {
        write(.debug, message, fields, trace)
    }

    package func info(
        _ message: @autoclosure () -> String, _ fields: @autoclosure () -> LogFields = [:],
        in trace: TraceContext? = nil
    ) {
        write(.info, message, fields, trace)
    }

    package func warning(
        _ message: @autoclosure () -> String, _ fields: @autoclosure () -> LogFields = [:],
        in trace: TraceContext? = nil
    ) {
        write(.warning, message, fields, trace)
    }

    package func error(
        _ message: @autoclosure () -> String, _ fields: @autoclosure () -> LogFields = [:],
        in trace: TraceContext? = nil
    ) {
        write(.error, message, fields, trace)
    }

    private func write(
        _ level: LogLevel, _ message: () -> String, _ fields: () -> LogFields, _ trace: TraceContext?
    ) {
        guard isEnabled(level) else { return }
        target.sink.write(
            LogRecord(
                time: target.now(), level: level, module: threshold.module, message: message(), trace: trace,
                fields: fields()))
    }
}

/// Discards everything.
package struct NoLogSink: LogSink {
    package init() {}
    package func write(_ record: LogRecord) {}
}

/// The levels that are configured: one for all, and others for single modules.
package struct LogLevels: Sendable, Equatable {
    package var standard: LogLevel
    package var modules: [String: LogLevel]

    package init(standard: LogLevel = .info, modules: [String: LogLevel] = [:]) {
        (self.standard, self.modules) = (standard, modules)
    }

    func level(of module: String) -> LogLevel { modules[module] ?? standard }
}

/// The level of one module, changed while the program runs.
final class LogThreshold: Sendable {
    let module: String
    let level: Atomic<UInt8>

    init(module: String, level: LogLevel) {
        self.module = module
        self.level = Atomic(level.rawValue)
    }
}

/// Makes the logs of all modules and changes their levels.
package final class LogTarget: Sendable {
    private struct State {
        var levels: LogLevels
        var thresholds: [String: LogThreshold] = [:]
    }

    let sink: any LogSink
    let now: @Sendable () -> Timestamp
    private let state: Lock<State>

    package init(sink: any LogSink, levels: LogLevels, now: @escaping @Sendable () -> Timestamp = LogTarget.realTime) {
        (self.sink, self.now) = (sink, now)
        state = Lock(State(levels: levels))
    }

    /// The log of a module; the same name gives the same level.
    package func log(_ module: String) -> Log {
        let threshold = state.withLock { state in
            if let known = state.thresholds[module] { return known }
            let fresh = LogThreshold(module: module, level: state.levels.level(of: module))
            state.thresholds[module] = fresh
            return fresh
        }
        return Log(target: self, threshold: threshold)
    }

    /// Changes the levels of all logs at once, those already handed out included.
    package func setLevels(_ levels: LogLevels) {
        state.withLock { state in
            state.levels = levels
            for threshold in state.thresholds.values {
                threshold.level.store(levels.level(of: threshold.module).rawValue, ordering: .relaxed)
            }
        }
    }

    /// The machine's civil time.
    @Sendable package static func realTime() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_nsec) / 1000)
    }
}
