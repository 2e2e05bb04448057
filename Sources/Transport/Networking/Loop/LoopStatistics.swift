import Synchronization
import Telemetry

/// What a loop has done, written by the loop each tick and read by whoever shows metrics.
final class LoopStatistics: Sendable {
    let ticks = Atomic<UInt64>(0)
    /// Time outside of waiting.
    let busyNanoseconds = Atomic<UInt64>(0)
    /// The longest tick since somebody last asked; while it lasts, nothing else of the loop moves.
    let longestNanoseconds = Atomic<UInt64>(0)
    let connections = Atomic<Int>(0)

    func tickEnded(after nanoseconds: Int64) {
        let duration = UInt64(max(nanoseconds, 0))
        // Why no read-modify-write: only the loop writes, except for the reset of the longest tick, which may be lost.
        ticks.store(ticks.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
        busyNanoseconds.store(busyNanoseconds.load(ordering: .relaxed) &+ duration, ordering: .relaxed)
        if duration > longestNanoseconds.load(ordering: .relaxed) {
            longestNanoseconds.store(duration, ordering: .relaxed)
        }
    }
}

extension EventLoopGroup {
    /// Shows what all loops do together.
    package func register(in registry: MetricsRegistry) {
        let all = loops.map(\.statistics)
        registry.sample("belvedere_loop_ticks_total", help: "Ticks of all event loops.", isCounter: true) {
            Double(all.reduce(0) { $0 &+ $1.ticks.load(ordering: .relaxed) })
        }
        registry.sample(
            "belvedere_loop_busy_seconds_total", help: "Time that event loops did not wait.", isCounter: true
        ) {
            Double(all.reduce(0) { $0 &+ $1.busyNanoseconds.load(ordering: .relaxed) }) / 1e9
        }
        registry.sample(
            "belvedere_loop_longest_tick_seconds", help: "The longest tick of any event loop since the last reading."
        ) {
            Double(all.map { $0.longestNanoseconds.exchange(0, ordering: .relaxed) }.max() ?? 0) / 1e9
        }
        registry.sample("belvedere_connections_open", help: "Open connections, accepted and opened.") {
            Double(all.reduce(0) { $0 + $1.connections.load(ordering: .relaxed) })
        }
    }
}
