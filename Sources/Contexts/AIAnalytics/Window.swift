import ContextKit
import Database

/// What happened in a stretch of time: sums, extremes and a latency sketch; windows are merged by adding.
struct Window: Equatable, Sendable {
    static let columns: [TableDefinition.Column] = [
        .init("requests", .int), .init("errors", .int), .init("tokens", .int), .init("latency_sum", .int),
        .init("latency_max", .int), .init("sketch", .blob),
    ]

    var requests: Int64 = 0
    var errors: Int64 = 0
    var tokens: Int64 = 0
    var latencySum: Int64 = 0
    var latencyMax: Int64 = 0
    var sketch = LatencySketch()

    mutating func add(_ usage: Usage) {
        requests &+= 1
        errors &+= usage.isError ? 1 : 0
        tokens &+= usage.tokens
        latencySum &+= usage.latency
        latencyMax = max(latencyMax, usage.latency)
        sketch.add(usage.latency)
    }

    mutating func merge(_ other: Window) {
        requests &+= other.requests
        errors &+= other.errors
        tokens &+= other.tokens
        latencySum &+= other.latencySum
        latencyMax = max(latencyMax, other.latencyMax)
        sketch.merge(other.sketch)
    }
}
