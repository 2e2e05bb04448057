/// The registry in the Prometheus text format, version 0.0.4.
package struct MetricsText {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private var bytes: [UInt8] = []

    package static func write(_ registry: MetricsRegistry) -> [UInt8] {
        var text = MetricsText()
        text.bytes.reserveCapacity(16 * 1024)
        for entry in registry.all { text.append(entry) }
        return text.bytes
    }

    private mutating func append(_ entry: MetricsRegistry.Entry) {
        append("# HELP \(entry.name) ")
        appendEscaped(entry.help, quotes: false)
        append("\n# TYPE \(entry.name) \(Self.type(of: entry.kind))\n")
        switch entry.kind {
        case .counter(let family):
            for (values, metric) in family.series {
                append(entry.name, family.labels.map(\.name), values, "\(metric.value)")
            }
        case .gauge(let family):
            for (values, metric) in family.series {
                append(entry.name, family.labels.map(\.name), values, "\(metric.value)")
            }
        case .histogram(let family):
            for (values, metric) in family.series { append(entry.name, family.labels.map(\.name), values, metric) }
        case .sampled(_, let read): append(entry.name, [], [], Self.number(read()))
        }
    }

    private static func type(of kind: MetricsRegistry.Kind) -> String {
        switch kind {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        case .sampled(let isCounter, _): isCounter ? "counter" : "gauge"
        }
    }

    private mutating func append(_ name: String, _ labels: [String], _ values: [String], _ metric: Histogram) {
        var total: UInt64 = 0
        for (index, count) in metric.values.enumerated() {
            total &+= count
            let bound = index < metric.bounds.count ? Self.number(metric.bounds[index]) : "+Inf"
            append("\(name)_bucket", labels + ["le"], values + [bound], "\(total)")
        }
        append("\(name)_sum", labels, values, Self.number(metric.sum))
        append("\(name)_count", labels, values, "\(total)")
    }

    private mutating func append(_ name: String, _ labels: [String], _ values: [String], _ value: String) {
        append(name)
        for (index, (label, text)) in zip(labels, values).enumerated() {
            append(index == 0 ? "{" : ",")
            append("\(label)=\"")
            appendEscaped(text, quotes: true)
            append("\"")
        }
        append(labels.isEmpty ? " \(value)\n" : "} \(value)\n")
    }

    /// Spec: in label values `\`, `"` and line feed are escaped; in help texts `\` and line feed.
    private mutating func appendEscaped(_ text: String, quotes: Bool) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): append("\\\\")
            case 0x0a: append("\\n")
            case UInt8(ascii: "\"") where quotes: append("\\\"")
            default: bytes.append(byte)
            }
        }
    }

    private mutating func append(_ text: String) { bytes += Array(text.utf8) }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    }
}
