/// The fixed boundaries of all sketches, whatever their unit is.
///
/// Every integer up to 50 has a bucket of its own; each later bucket is at most a fiftieth as wide as its first value.
/// So the middle of a bucket is at most 1 % away from every value in it. The boundaries are made by whole-number
/// arithmetic alone, so they are the same on every machine, and sketches can be merged by adding their counts.
package enum SketchScale {
    /// The stated error: a percentile is at most so far from the exact one, as a share of it.
    package static let relativeError = 0.01
    /// Limit: larger values count as this one: as milliseconds a day, as seconds a thousand days.
    package static let valueMax: Int64 = 86_400_000

    /// The first value of each bucket.
    private static let starts: [Int64] = {
        var starts: [Int64] = [0]
        var next: Int64 = 1
        while next <= valueMax {
            starts.append(next)
            next += max(1, next / 50)
        }
        return starts
    }()

    package static var count: Int { starts.count }

    package static func bucket(of value: Int64) -> Int {
        let value = min(max(0, value), valueMax)
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= value { low = middle } else { high = middle }
        }
        return low
    }

    /// What stands for all values of a bucket.
    package static func middle(of bucket: Int) -> Int64 {
        let first = starts[bucket]
        let last = bucket + 1 < starts.count ? starts[bucket + 1] - 1 : first
        return (first + last) / 2
    }
}
