import Synchronization

/// How often values fell into fixed ranges.
package final class Histogram: Sendable {
    /// From a tenth of a millisecond to ten seconds, for durations in seconds.
    package static let durations: [Double] = [
        0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]
    /// From 256 bytes to 16 MiB.
    package static let sizes: [Double] = [256, 1024, 4096, 16384, 65536, 262_144, 1_048_576, 4_194_304, 16_777_216]

    /// The upper ends of the ranges, ascending; one more range without an end follows.
    let bounds: [Double]
    private let counts: [Counter]
    private let sumBits = Atomic<UInt64>(0)

    package init(bounds: [Double]) {
        precondition(bounds == bounds.sorted() && bounds.allSatisfy(\.isFinite), "Bounds ascend.")
        self.bounds = bounds
        counts = (0...bounds.count).map { _ in Counter() }
    }

    package func observe(_ value: Double) {
        guard value.isFinite else { return }
        var index = 0
        while index < bounds.count, value > bounds[index] { index += 1 }
        counts[index].add()
        var old = sumBits.load(ordering: .relaxed)
        while true {
            let new = (Double(bitPattern: old) + value).bitPattern
            let (isDone, current) = sumBits.weakCompareExchange(expected: old, desired: new, ordering: .relaxed)
            if isDone { return }
            old = current
        }
    }

    package func observe(nanoseconds: Int64) { observe(Double(nanoseconds) / 1e9) }

    var sum: Double { Double(bitPattern: sumBits.load(ordering: .relaxed)) }
    var values: [UInt64] { counts.map(\.value) }
    package var count: UInt64 { values.reduce(0, &+) }
}
