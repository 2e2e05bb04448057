import JSON
import Prelude

/// The registry as the body of an OTLP/HTTP request (`POST /v1/metrics`, `application/json`): sums since the start.
///
/// Spec: the JSON mapping of OTLP: 64-bit integers as strings, enumerations as numbers; 2 is "cumulative".
package struct MetricsEncoding: ~Copyable {
    private static let cumulative: Int64 = 2

    private var writer: JSONWriter
    private let started: Timestamp
    private let now: Timestamp

    /// `resource` describes the process, such as `["service.name": "belvedere"]`; `started` is when counting began.
    package static func body(
        _ registry: MetricsRegistry, resource: LogFields, started: Timestamp, now: Timestamp
    ) -> [UInt8] {
        var encoding = MetricsEncoding(writer: JSONWriter(capacity: 32 * 1_024), started: started, now: now)
        encoding.append(registry, resource)
        return encoding.writer.bytes()
    }

    private mutating func append(_ registry: MetricsRegistry, _ resource: LogFields) {
        object {
            $0.key("resourceMetrics")
            $0.list {
                $0.key("resource")
                $0.object { SpanEncoding.append(resource, to: &$0.writer) }
                $0.key("scopeMetrics")
                $0.list {
                    $0.key("scope")
                    $0.object { $0.text("name", "belvedere") }
                    $0.key("metrics")
                    $0.writer.beginArray()
                    for entry in registry.all { $0.object { $0.append(entry) } }
                    $0.writer.endArray()
                }
            }
        }
    }

    private mutating func append(_ entry: MetricsRegistry.Entry) {
        text("name", entry.name)
        text("description", entry.help)
        switch entry.kind {
        case .counter(let family):
            sum(points(of: family) { $0.text("asInt", "\($1.value)") })
        case .gauge(let family):
            gauge(points(of: family) { $0.text("asInt", "\($1.value)") })
        case .histogram(let family):
            key("histogram")
            object {
                $0.key("aggregationTemporality")
                $0.writer.int(Self.cumulative)
                $0.append($0.points(of: family) { $0.append($1) })
            }
        case .sampled(let isCounter, let read):
            let value = read()
            guard value.isFinite else { return }
            let point = Point(labels: []) {
                $0.key("asDouble")
                $0.writer.double(value)
            }
            if isCounter { sum([point]) } else { gauge([point]) }
        }
    }

    /// One series at one time.
    private struct Point {
        let labels: LogFields
        let write: (inout MetricsEncoding) -> Void

        init(labels: [(name: String, value: LogValue)], _ write: @escaping (inout MetricsEncoding) -> Void) {
            var fields: LogFields = [:]
            fields.list = labels
            (self.labels, self.write) = (fields, write)
        }
    }

    private func points<Metric>(
        of family: MetricFamily<Metric>, _ write: @escaping (inout MetricsEncoding, Metric) -> Void
    ) -> [Point] {
        family.series.map { series in
            let labels = zip(family.labels, series.values).map { (name: $0.name, value: LogValue.text($1)) }
            return Point(labels: labels) { write(&$0, series.metric) }
        }
    }

    private mutating func sum(_ points: [Point]) {
        key("sum")
        object {
            $0.key("aggregationTemporality")
            $0.writer.int(Self.cumulative)
            $0.key("isMonotonic")
            $0.writer.bool(true)
            $0.append(points)
        }
    }

    private mutating func gauge(_ points: [Point]) {
        key("gauge")
        object { $0.append(points) }
    }

    private mutating func append(_ points: [Point]) {
        key("dataPoints")
        writer.beginArray()
        for one in points { append(one) }
        writer.endArray()
    }

    private mutating func append(_ histogram: Histogram) {
        let counts = histogram.values
        text("count", "\(counts.reduce(0, &+))")
        key("sum")
        writer.double(histogram.sum)
        key("bucketCounts")
        writer.beginArray()
        for count in counts { writer.string("\(count)") }
        writer.endArray()
        key("explicitBounds")
        writer.beginArray()
        for bound in histogram.bounds { writer.double(bound) }
        writer.endArray()
    }

    private mutating func append(_ point: Point) {
        object {
            SpanEncoding.append(point.labels, to: &$0.writer)
            $0.text("startTimeUnixNano", SpanEncoding.nanoseconds($0.started.microseconds))
            $0.text("timeUnixNano", SpanEncoding.nanoseconds($0.now.microseconds))
            point.write(&$0)
        }
    }

    private mutating func key(_ name: StaticString) { writer.key(name) }

    private mutating func text(_ name: StaticString, _ value: String) {
        writer.key(name)
        writer.string(value)
    }

    private mutating func object(_ body: (inout MetricsEncoding) -> Void) {
        writer.beginObject()
        body(&self)
        writer.endObject()
    }

    /// A list of one object.
    private mutating func list(_ body: (inout MetricsEncoding) -> Void) {
        writer.beginArray()
        object(body)
        writer.endArray()
    }
}
