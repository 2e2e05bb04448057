import Glibc
import Prelude

/// The machine's clocks.
package struct SystemClock: Clock {
    package init() {}

    package var now: MonotonicTime { Self.now }
    package var wallTime: Timestamp { Self.wallTime }

    package static var now: MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
    }

    package static var wallTime: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_nsec) / 1000)
    }

    package func sleep(until deadline: MonotonicTime) async throws {
        let remaining = deadline - now
        if remaining > .zero { try await Task.sleep(for: remaining) } else { try Task.checkCancellation() }
    }
}
