import ContextKit
import Database
import EventSourcing

/// What happened in a stretch of time: sums, extremes and latency sketches; windows are merged by adding.
struct Window: Equatable, Sendable {
    static let columns: [TableDefinition.Column] = [
        .init("requests", .int), .init("errors", .int), .init("tokens", .int), .init("latency_sum", .int),
        .init("latency_max", .int), .init("sketch", .blob), .init("first_token_requests", .int),
        .init("first_token_sum", .int), .init("first_token_max", .int), .init("first_token_sketch", .blob),
    ]

    var requests: Int64 = 0
    var errors: Int64 = 0
    var tokens: Int64 = 0
    /// From the request to the end of the answer.
    var latency = Latencies()
    /// From the request to the first token, of those of which it is known.
    var firstToken = Latencies()

    init() {}

    mutating func add(_ usage: Usage) {
        requests &+= 1
        errors &+= usage.isError ? 1 : 0
        tokens &+= usage.tokens
        latency.add(usage.latency)
        if let first = usage.firstToken { firstToken.add(first) }
    }

    mutating func merge(_ other: Window) {
        requests &+= other.requests
        errors &+= other.errors
        tokens &+= other.tokens
        latency.merge(other.latency)
        firstToken.merge(other.firstToken)
    }
}

/// Milliseconds of many requests.
struct Latencies: Equatable, Sendable {
    var count: Int64 = 0
    var sum: Int64 = 0
    var max: Int64 = 0
    var sketch = Sketch()

    mutating func add(_ value: Int64) {
        count &+= 1
        sum &+= value
        max = Swift.max(max, value)
        sketch.add(value)
    }

    mutating func merge(_ other: Latencies) {
        count &+= other.count
        sum &+= other.sum
        max = Swift.max(max, other.max)
        sketch.merge(other.sketch)
    }

    /// Nil without any. Never above the maximum, which is exact: the middle of the last bucket may lie above it.
    func percentile(thousandths: Int64) -> Int64? { sketch.percentile(thousandths: thousandths).map { min($0, max) } }
}

extension Window {
    /// What is stored behind a key; nothing yet if there is no row.
    init(stored row: ArraySlice<RowValue>) throws(ProjectionInterruption) {
        var numbers: [Int64] = []
        var sketches: [Sketch] = []
        for value in row {
            switch value {
            case .int(let number): numbers.append(number)
            case .blob(let packed):
                guard let sketch = Sketch(packed: packed) else { throw .poison(reason: "a sketch that is none") }
                sketches.append(sketch)
            case .null, .bool, .real, .text: throw .poison(reason: "a window that is none")
            }
        }
        guard numbers.count == 8, sketches.count == 2 else { throw .poison(reason: "a window that is none") }
        self.init(numbers, sketches)
    }

    var values: [RowValue] {
        [
            .int(requests), .int(errors), .int(tokens), .int(latency.sum), .int(latency.max),
            .blob(latency.sketch.packed), .int(firstToken.count), .int(firstToken.sum), .int(firstToken.max),
            .blob(firstToken.sketch.packed),
        ]
    }

    /// The numbers and the sketches in the order of the columns.
    init(_ numbers: [Int64], _ sketches: [Sketch]) {
        (requests, errors, tokens) = (numbers[0], numbers[1], numbers[2])
        latency = Latencies(count: numbers[0], sum: numbers[3], max: numbers[4], sketch: sketches[0])
        firstToken = Latencies(count: numbers[5], sum: numbers[6], max: numbers[7], sketch: sketches[1])
    }
}
