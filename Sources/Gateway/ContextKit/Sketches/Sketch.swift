/// How many values fell into which bucket of the scale.
///
/// Merging is adding, which has no order: whatever the order of arrival, of batches or of windows, the counts and so
/// the packed bytes are the same.
package struct Sketch: Equatable, Sendable {
    /// Buckets with their counts in ascending order; none is zero.
    package private(set) var buckets: [(bucket: Int, count: Int64)] = []

    package init() {}

    package static func == (left: Sketch, right: Sketch) -> Bool {
        left.buckets.elementsEqual(right.buckets) { $0 == $1 }
    }

    package var count: Int64 { buckets.reduce(0) { $0 &+ $1.count } }

    package mutating func add(_ value: Int64) {
        add(1, to: SketchScale.bucket(of: value))
    }

    package mutating func merge(_ other: Sketch) {
        guard !buckets.isEmpty else {
            buckets = other.buckets
            return
        }
        var merged: [(bucket: Int, count: Int64)] = []
        merged.reserveCapacity(buckets.count + other.buckets.count)
        var (left, right) = (buckets[...], other.buckets[...])
        while let one = left.first, let two = right.first {
            if one.bucket == two.bucket {
                merged.append((one.bucket, one.count &+ two.count))
                (left, right) = (left.dropFirst(), right.dropFirst())
            } else if one.bucket < two.bucket {
                merged.append(one)
                left = left.dropFirst()
            } else {
                merged.append(two)
                right = right.dropFirst()
            }
        }
        buckets = merged + left + right
    }

    /// The value that so many thousandths of all are not above, by nearest rank; nil without any.
    package func percentile(thousandths: Int64) -> Int64? {
        let total = count
        guard total > 0 else { return nil }
        let rank = max(1, (total.multipliedFullWidth(by: thousandths).low + 999) / 1_000)
        var seen: UInt64 = 0
        for (bucket, count) in buckets {
            seen &+= UInt64(clamping: count)
            if seen >= rank { return SketchScale.middle(of: bucket) }
        }
        return nil
    }

    /// Adds to the count of a bucket, or takes away from it.
    package mutating func add(_ count: Int64, to bucket: Int) {
        var (low, high) = (0, buckets.count)
        while low < high {
            let middle = (low + high) / 2
            if buckets[middle].bucket < bucket { low = middle + 1 } else { high = middle }
        }
        if low < buckets.count, buckets[low].bucket == bucket {
            buckets[low].count &+= count
            if buckets[low].count == 0 { buckets.remove(at: low) }
        } else if count != 0 {
            buckets.insert((bucket, count), at: low)
        }
    }
}

extension Sketch {
    /// As a column holds it: for each bucket the distance from the one before and the count, seven bits a byte.
    package var packed: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(buckets.count * 3)
        var last = -1
        for (bucket, count) in buckets {
            Self.append(UInt64(bucket - last), to: &bytes)
            Self.append(UInt64(clamping: count), to: &bytes)
            last = bucket
        }
        return bytes
    }

    /// Nil for bytes that `packed` has not made.
    package init?(packed bytes: [UInt8]) {
        var numbers: [UInt64] = []
        var (value, shift): (UInt64, UInt64) = (0, 0)
        for byte in bytes {
            guard shift < 63 else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            shift += 7
            if byte & 0x80 == 0 {
                numbers.append(value)
                (value, shift) = (0, 0)
            }
        }
        guard shift == 0, numbers.count % 2 == 0 else { return nil }
        var last = -1
        for place in stride(from: 0, to: numbers.count, by: 2) {
            guard numbers[place] > 0, numbers[place] <= UInt64(SketchScale.count), numbers[place + 1] > 0,
                let count = Int64(exactly: numbers[place + 1])
            else { return nil }
            last += Int(numbers[place])
            guard last < SketchScale.count else { return nil }
            buckets.append((last, count))
        }
    }

    private static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: value))
    }
}
