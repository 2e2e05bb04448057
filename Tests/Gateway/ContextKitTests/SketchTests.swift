import EventSourcingTesting
import Testing

@testable import ContextKit

struct SketchTests {
    /// Values with a heavy tail: most around a second, some a thousand times as long.
    private func heavyTailed(_ seed: UInt64, _ count: Int) -> [Int64] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in
            var value = 1 + random.below(1_200)
            while random.chance(25), value < 40_000_000 { value *= 2 + random.below(4) }
            return min(Int64(value), SketchScale.valueMax)
        }
    }

    private func sketch(_ values: some Sequence<Int64>) -> Sketch {
        values.reduce(into: Sketch()) { $0.add($1) }
    }

    @Test func `every value is within the stated error of what stands for its bucket`() {
        var worst = 0.0
        for start in [0, 49, 50, 51, 1_000, 60_000, 3_600_000, 86_000_000] as [Int64] {
            for value in start..<start + 500 where value <= SketchScale.valueMax {
                let middle = SketchScale.middle(of: SketchScale.bucket(of: value))
                if value > 0 { worst = max(worst, abs(Double(middle - value)) / Double(value)) }
                if value <= 50 { #expect(middle == value) }
            }
        }
        #expect(worst <= SketchScale.relativeError && worst > 0)
        #expect(SketchScale.bucket(of: -1) == 0 && SketchScale.bucket(of: .max) == SketchScale.count - 1)
    }

    @Test(arguments: 1...5)
    func `percentiles are within the stated error of the exact ones, also in a heavy tail`(_ seed: UInt64) {
        let values = heavyTailed(seed, 10_000)
        let sorted = values.sorted()
        let sketch = sketch(values)
        for thousandths: Int64 in [1, 500, 900, 950, 990, 999, 1_000] {
            let exact = sorted[max(1, (sorted.count * Int(thousandths) + 999) / 1_000) - 1]
            let shown = sketch.percentile(thousandths: thousandths) ?? -1
            let error = abs(Double(shown - exact)) / Double(max(1, exact))
            #expect(error <= SketchScale.relativeError, "p\(thousandths): \(shown) for \(exact)")
        }
    }

    @Test(arguments: 1...5)
    func `parts merged in any order are the whole`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let values = heavyTailed(seed, 3_000)
        let whole = sketch(values)
        var parts = (0..<30).map { sketch(values[$0 * 100..<($0 + 1) * 100]) }
        while parts.count > 1 {
            let one = parts.remove(at: random.below(parts.count))
            parts[random.below(parts.count)].merge(one)
        }
        #expect(parts[0] == whole && parts[0].packed == whole.packed)
        #expect(sketch(values.reversed()).packed == whole.packed)
        #expect(whole.count == 3_000)
    }

    @Test func `what is packed is read back, and nothing else is`() {
        let sketch = sketch(heavyTailed(9, 1_000) + [0, SketchScale.valueMax])
        #expect(Sketch(packed: sketch.packed) == sketch)
        #expect(Sketch(packed: []) == Sketch())
        for wrong: [UInt8] in [
            [1], [1, 0], [0, 1], [0x80], [255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 1], [255, 127, 1],
        ] {
            #expect(Sketch(packed: wrong) == nil, "\(wrong)")
        }
        #expect(Sketch().percentile(thousandths: 500) == nil)
    }
}
