import Prelude

/// All metrics of a process, written out as Prometheus reads them.
package final class MetricsRegistry: Sendable {
    enum Kind: Sendable {
        case counter(MetricFamily<Counter>)
        case gauge(MetricFamily<Gauge>)
        case histogram(MetricFamily<Histogram>)
        /// Asked for when metrics are read.
        case sampled(isCounter: Bool, @Sendable () -> Double)
    }

    struct Entry: Sendable {
        let name: String
        let help: String
        let kind: Kind
    }

    private let entries = Lock<[Entry]>([])

    package init() {}

    package func counter(_ name: String, help: String) -> Counter { counters(name, help: help, labels: [])() }

    package func gauge(_ name: String, help: String) -> Gauge { gauges(name, help: help, labels: [])() }

    package func histogram(_ name: String, help: String, bounds: [Double] = Histogram.durations) -> Histogram {
        histograms(name, help: help, bounds: bounds, labels: [])()
    }

    package func counters(
        _ name: String, help: String, labels: [(name: String, values: LabelValues)]
    ) -> MetricFamily<Counter> {
        let family = MetricFamily(labels: labels) { Counter() }
        add(Entry(name: name, help: help, kind: .counter(family)), labels: labels.map(\.name))
        return family
    }

    package func gauges(
        _ name: String, help: String, labels: [(name: String, values: LabelValues)]
    ) -> MetricFamily<Gauge> {
        let family = MetricFamily(labels: labels) { Gauge() }
        add(Entry(name: name, help: help, kind: .gauge(family)), labels: labels.map(\.name))
        return family
    }

    package func histograms(
        _ name: String, help: String, bounds: [Double] = Histogram.durations,
        labels: [(name: String, values: LabelValues)]
    ) -> MetricFamily<Histogram> {
        let family = MetricFamily(labels: labels) { Histogram(bounds: bounds) }
        add(Entry(name: name, help: help, kind: .histogram(family)), labels: labels.map(\.name))
        return family
    }

    /// A value that exists elsewhere and is asked for when metrics are read; the function must not block.
    package func sample(
        _ name: String, help: String, isCounter: Bool = false, _ read: @escaping @Sendable () -> Double
    ) {
        add(Entry(name: name, help: help, kind: .sampled(isCounter: isCounter, read)), labels: [])
    }

    var all: [Entry] { entries.withLock { $0 }.sorted { $0.name < $1.name } }

    /// Names are constants of the program, so a wrong or doubled one is a mistake in it.
    private func add(_ entry: Entry, labels: [String]) {
        precondition(Self.isName(entry.name, mayHoldColon: true), "\(entry.name) is no metric name.")
        precondition(labels.allSatisfy { Self.isName($0, mayHoldColon: false) && $0 != "le" }, "A label has no name.")
        let isNew = entries.withLock { entries in
            guard !entries.contains(where: { $0.name == entry.name }) else { return false }
            entries.append(entry)
            return true
        }
        precondition(isNew, "The metric \(entry.name) exists twice.")
    }

    private static func isName(_ text: String, mayHoldColon: Bool) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"): true
            case UInt8(ascii: ":"): mayHoldColon
            default: false
            }
        }
    }
}
