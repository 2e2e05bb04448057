import Lifecycle
import Prelude
import Telemetry

/// Counts and times what is executed, and tells of what was slow or failed inside.
///
/// Why names are given beforehand: a label whose values clients choose would make a new series for each.
package final class OperationWatch: Sendable {
    private struct Series: Sendable {
        /// In the order of `outcomes`.
        let counts: [Counter]
        let durations: Histogram
    }

    /// Limit: operations that have figures of their own; all others share one series.
    package static let namesMax = 200
    /// Limit: bytes of a client's name for an operation in a line of the log.
    private static let nameBytesMax = 128
    private static let outcomes = ["answered", "partial", "nothing", "refused"]

    private let named: [String: Series]
    private let other: Series
    private let errors: [ErrorCode: Counter]
    private let otherErrors: Counter
    private let rejections: [ErrorCode: Counter]
    private let slowAfter: Duration
    private let log: Log
    private let ids: TraceIDSource

    /// `names` are the operations known beforehand; a `slowAfter` of zero tells of none.
    package init(
        _ metrics: MetricsRegistry, rejections: MetricFamily<Counter>, names: [String] = [],
        slowAfter: Duration = .seconds(1), log: Log = .silent, ids: TraceIDSource = TraceIDSource()
    ) {
        let names = Array(Set(names).sorted().prefix(Self.namesMax))
        let counts = metrics.counters(
            "belvedere_graphql_operations_total", help: "Executed operations by name and outcome.",
            labels: [("operation", .known(names)), ("outcome", .known(Self.outcomes))])
        let durations = metrics.histograms(
            "belvedere_graphql_operation_seconds", help: "From the found operation to its answer.",
            labels: [("operation", .known(names))])
        func series(_ name: String) -> Series {
            Series(counts: Self.outcomes.map { counts(name, $0) }, durations: durations(name))
        }
        let codes = metrics.counters(
            "belvedere_graphql_errors_total", help: "Errors in answers, by their code.",
            labels: [("code", .known(ErrorCode.allCases.map(\.rawValue)))])
        named = Dictionary(uniqueKeysWithValues: names.map { ($0, series($0)) })
        other = series(LabelValues.other)
        errors = Dictionary(uniqueKeysWithValues: ErrorCode.allCases.map { ($0, codes($0.rawValue)) })
        otherErrors = codes(LabelValues.other)
        self.rejections = Dictionary(
            uniqueKeysWithValues: ErrorCode.allCases.map { ($0, rejections($0.rawValue)) })
        (self.slowAfter, self.log, self.ids) = (slowAfter, log, ids)
    }

    /// A request was turned away before anything was executed.
    package func rejected(_ code: ErrorCode) { rejections[code]?.add() }

    /// An answer holds an error of this code.
    func failed(_ code: some Collection<UInt8>) {
        (ErrorCode(rawValue: String(decoding: code, as: UTF8.self)).flatMap { errors[$0] } ?? otherErrors).add()
    }

    /// An operation was answered; its name is only asked for where it is needed.
    func executed(_ name: @autoclosure () -> String?, _ outcome: RequestOutcome, took duration: Duration) {
        let series = named.isEmpty ? other : name().flatMap { named[$0] } ?? other
        let place = Self.place(of: outcome)
        series.counts[place].add()
        series.durations.observe(nanoseconds: duration.wholeNanoseconds)
        guard slowAfter > .zero, duration >= slowAfter else { return }
        log.warning(
            "An operation was slow.",
            [
                "operation": LogValue(Self.shown(name())), "outcome": LogValue(Self.outcomes[place]),
                "milliseconds": LogValue(Int(clamping: duration.wholeMicroseconds / 1_000)),
            ])
    }

    /// The id that leads from a client's error to the log, where it is noted; the caller's trace if there is one.
    func traceID(of name: String?, caller: String?, causes: [String]) -> String {
        let trace = caller.flatMap { TraceContext(traceparent: $0.utf8) } ?? ids.newTrace()
        log.error(
            "An operation failed inside.",
            [
                "operation": LogValue(Self.shown(name)),
                "cause": LogValue(causes.isEmpty ? "not noted" : causes.joined(separator: "; ")),
            ], in: trace)
        return trace.traceText
    }

    /// What failed inside without an error of ours to show for it: a store that could not be asked, most often.
    func faulted(in name: String?, causes: [String]) {
        log.warning(
            "A store failed an operation.",
            ["operation": LogValue(Self.shown(name)), "cause": LogValue(causes.joined(separator: "; "))])
    }

    private static func shown(_ name: String?) -> String {
        guard let name else { return "(anonymous)" }
        return String(decoding: name.utf8.prefix(nameBytesMax), as: UTF8.self)
    }

    private static func place(of outcome: RequestOutcome) -> Int {
        switch outcome {
        case .answered: 0
        case .partial: 1
        case .nothing: 2
        case .unreadable, .malformed, .syntaxError, .invalid, .operationNotFound, .variablesRefused, .rateLimited,
            .overloaded, .accessRefused:
            3
        }
    }
}
