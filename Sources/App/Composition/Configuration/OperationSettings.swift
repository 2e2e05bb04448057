import Configuration
import Telemetry

/// How the process logs, traces, works and ends.
package struct OperationSettings: Sendable {
    package var logLevels: LogLevels
    package var logFormat: ConfigurationKeys.Format
    /// From how long on an operation is told of; zero tells of none.
    package var slowOperation: Duration
    package var traceEndpoint: String?
    package var traceRatio: Double
    package var traceQueueMax: Int
    package var metricsEndpoint: String?
    package var metricsInterval: Duration
    package var workerThreads: Int
    package var workerQueueMax: Int
    package var preStop: Duration
    package var drainDeadline: Duration

    /// Reads the groups `log`, `traces`, `workers` and `shutdown`.
    package init(_ configuration: Configuration) throws(ConfigurationFaults) {
        logLevels = try Self.levels(configuration)
        logFormat = configuration[ConfigurationKeys.Logging.format]
        slowOperation = configuration[ConfigurationKeys.Logging.slowOperation]
        traceEndpoint = configuration[ConfigurationKeys.Traces.endpoint]
        traceRatio = configuration[ConfigurationKeys.Traces.ratio]
        traceQueueMax = configuration[ConfigurationKeys.Traces.queueMax]
        metricsEndpoint = configuration[ConfigurationKeys.Metrics.endpoint]
        metricsInterval = configuration[ConfigurationKeys.Metrics.interval]
        workerThreads = configuration[ConfigurationKeys.Workers.threads]
        workerQueueMax = configuration[ConfigurationKeys.Workers.queueMax]
        preStop = configuration[ConfigurationKeys.Shutdown.preStop]
        drainDeadline = configuration[ConfigurationKeys.Shutdown.deadline]
        guard preStop < drainDeadline else {
            let name = ConfigurationKeys.Shutdown.preStop.key.name
            throw ConfigurationFaults(faults: [configuration.fault(of: name, "must be shorter than shutdown.deadline")])
        }
    }

    private static func levels(_ configuration: Configuration) throws(ConfigurationFaults) -> LogLevels {
        let setting = ConfigurationKeys.Logging.modules
        var levels = LogLevels(standard: LogLevel(configuration[ConfigurationKeys.Logging.level]))
        var faults: [ConfigurationFault] = []
        for item in configuration[setting] {
            let parts = item.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, let level = LogLevel(word: String(parts[1])) else {
                faults.append(
                    configuration.fault(
                        of: setting.key.name, "must hold items such as http=debug (one is \"\(item)\")"))
                continue
            }
            levels.modules[String(parts[0])] = level
        }
        guard faults.isEmpty else { throw ConfigurationFaults(faults: faults) }
        return levels
    }
}

extension LogLevel {
    init(_ level: ConfigurationKeys.Level) {
        self =
            switch level {
            case .trace: .trace
            case .debug: .debug
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
    }
}
