import Prelude

/// Which values a label may take; everything else is counted as `other`.
///
/// Why: a label whose values clients choose would make a new series for each and fill the memory.
package enum LabelValues: Sendable, Equatable {
    /// Exactly these.
    case known([String])
    /// The first so many that occur.
    case firstSeen(Int)

    package static let other = "other"
}

/// The same metric for each value of its labels.
package final class MetricFamily<Metric: Sendable>: Sendable {
    /// Limit: series of one family, all labels together.
    static var seriesMax: Int { 1000 }

    private struct State {
        var seen: [Set<String>]
        var series: [[String]: Metric] = [:]
    }

    let labels: [(name: String, values: LabelValues)]
    private let make: @Sendable () -> Metric
    private let state: Lock<State>

    init(labels: [(name: String, values: LabelValues)], make: @escaping @Sendable () -> Metric) {
        self.labels = labels
        self.make = make
        state = Lock(State(seen: Array(repeating: [], count: labels.count)))
    }

    /// The series of these values, one for each label in order; keep it where the path is hot.
    package func callAsFunction(_ values: String...) -> Metric { metric(values) }

    package func metric(_ values: [String]) -> Metric {
        precondition(values.count == labels.count, "One value for each label.")
        return state.withLock { state in
            var key: [String] = []
            for (index, value) in values.enumerated() {
                key.append(Self.admit(value, labels[index].values, &state.seen[index]))
            }
            if let known = state.series[key] { return known }
            if state.series.count >= Self.seriesMax { key = key.map { _ in LabelValues.other } }
            if let known = state.series[key] { return known }
            let fresh = make()
            state.series[key] = fresh
            return fresh
        }
    }

    /// All series in the order of their labels.
    var series: [(values: [String], metric: Metric)] {
        state.withLock { $0.series }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { (values: $0.key, metric: $0.value) }
    }

    private static func admit(_ value: String, _ allowed: LabelValues, _ seen: inout Set<String>) -> String {
        switch allowed {
        case .known(let list): return list.contains(value) ? value : LabelValues.other
        case .firstSeen(let limit):
            if seen.contains(value) { return value }
            guard seen.count < limit, value.utf8.count <= 128 else { return LabelValues.other }
            seen.insert(value)
            return value
        }
    }
}
