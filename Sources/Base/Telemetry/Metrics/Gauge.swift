import Synchronization

/// A number that goes up and down.
package final class Gauge: Sendable {
    private let bits = Atomic<Int64>(0)

    package init() {}

    package func set(_ value: Int) { bits.store(Int64(value), ordering: .relaxed) }
    package func add(_ amount: Int) { bits.wrappingAdd(Int64(amount), ordering: .relaxed) }
    package var value: Int64 { bits.load(ordering: .relaxed) }
}
