import Glibc
import Synchronization

/// A number that only grows.
///
/// Why shards: two loops that count the same thing would otherwise pass one cache line to and fro.
package final class Counter: Sendable {
    private struct Shard: ~Copyable, Sendable {
        let value = Atomic<UInt64>(0)
        let padding: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0)
    }

    private let first = Shard()
    private let second = Shard()
    private let third = Shard()
    private let fourth = Shard()

    package init() {}

    package func add(_ amount: Int = 1) {
        let amount = UInt64(clamping: amount)
        // Threads have stacks of a few megabytes, so these bits differ between them.
        switch UInt(pthread_self()) >> 23 & 3 {
        case 0: first.value.wrappingAdd(amount, ordering: .relaxed)
        case 1: second.value.wrappingAdd(amount, ordering: .relaxed)
        case 2: third.value.wrappingAdd(amount, ordering: .relaxed)
        default: fourth.value.wrappingAdd(amount, ordering: .relaxed)
        }
    }

    package var value: UInt64 {
        first.value.load(ordering: .relaxed) &+ second.value.load(ordering: .relaxed)
            &+ third.value.load(ordering: .relaxed) &+ fourth.value.load(ordering: .relaxed)
    }
}
