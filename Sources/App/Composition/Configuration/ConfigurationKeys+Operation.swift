import Configuration

extension ConfigurationKeys {
    package enum Logging {
        package static let level = Setting<Level>.choice("log.level", default: .info, "The least that is logged.")
            .reloadable
        package static let modules = Setting<[String]>.list(
            "log.modules", "Levels of single modules: `http=debug,storage=warning`."
        ).reloadable
        package static let format = Setting<Format>.choice(
            "log.format", default: .auto, "JSON lines, or text for people; `auto` is text on a terminal.")
        package static let slowOperation = Setting<Duration>.duration(
            "log.slow_operation", default: "1s", "From how long on an operation is logged as slow; 0 logs none.")
    }

    /// A log level as it is written in the configuration.
    package enum Level: String, CaseIterable, Sendable {
        case trace, debug, info, warning, error
    }

    /// How log lines are written.
    package enum Format: String, CaseIterable, Sendable {
        case auto, json, pretty
    }

    package enum Traces {
        package static let endpoint = Setting<String?>.text(
            "traces.endpoint", "Where spans are sent: `http://collector:4318/v1/traces`; without it none are recorded.")
        package static let ratio = Setting<Double>.number(
            "traces.sample_ratio", default: 1, in: 0...1, "Share of the traces that begin here and are recorded.")
        package static let queueMax = Setting<Int>.integer(
            "traces.queue_max", default: 4096, in: 1...1_000_000, "Spans that wait to be sent; more are dropped.")
    }

    package enum Metrics {
        package static let endpoint = Setting<String?>.text(
            "metrics.endpoint",
            "Where metrics are sent: `http://collector:4318/v1/metrics`; they can be scraped anyway.")
        package static let interval = Setting<Duration>.duration(
            "metrics.interval", default: "30s", in: .seconds(1) ... .seconds(3600), "How often metrics are sent.")
    }

    package enum Workers {
        package static let threads = Setting<Int>.integer(
            "workers.threads", default: 4, in: 1...256, "Threads for calls that block.")
        package static let queueMax = Setting<Int>.integer(
            "workers.queue_max", default: 1024, in: 1...1_000_000, "Calls that wait for a thread; more are refused.")
    }

    static let log = [Logging.level.key, Logging.modules.key, Logging.format.key, Logging.slowOperation.key]
    static let traces = [Traces.endpoint.key, Traces.ratio.key, Traces.queueMax.key]
    static let metrics = [Metrics.endpoint.key, Metrics.interval.key]
    static let workers = [Workers.threads.key, Workers.queueMax.key]
}
