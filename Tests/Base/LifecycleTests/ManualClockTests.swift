import Prelude
import Testing

@testable import Lifecycle

struct ManualClockTests {
    @Test func `a sleeper wakes when the clock reaches its deadline and not before`() async throws {
        let clock = ManualClock()
        let begin = clock.now
        let sleeper = Task {
            try await clock.sleep(for: .seconds(5))
            return clock.now
        }
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(4))
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(1))
        #expect(try await sleeper.value - begin == .seconds(5))
    }

    @Test func `a deadline that has passed does not sleep`() async throws {
        let clock = ManualClock()
        try await clock.sleep(for: .zero)
        try await clock.sleep(for: .seconds(-1))
    }

    @Test func `a cancelled sleeper throws and is forgotten`() async {
        let clock = ManualClock()
        let sleeper = Task { try await clock.sleep(for: .seconds(5)) }
        await clock.waitForSleepers(1)
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
        clock.advance(by: .seconds(10))
    }

    @Test func `both clocks move together, and civil time alone can be set`() {
        let clock = ManualClock(now: .zero, wallTime: Timestamp(microseconds: 0))
        clock.advance(by: .milliseconds(1500))
        #expect(clock.now.nanoseconds == 1_500_000_000)
        #expect(clock.wallTime.microseconds == 1_500_000)
        clock.setTimestamp(Timestamp(microseconds: 7))
        #expect(clock.now.nanoseconds == 1_500_000_000)
        #expect(clock.wallTime.microseconds == 7)
    }

    @Test func `times saturate instead of trapping`() {
        let late = MonotonicTime(nanoseconds: .max - 1)
        #expect(late + .seconds(5) == MonotonicTime(nanoseconds: .max))
        #expect(MonotonicTime(nanoseconds: .min) + .seconds(-5) == MonotonicTime(nanoseconds: .min))
        #expect(Duration.seconds(Int64.max).wholeNanoseconds == .max)
        #expect(Duration.seconds(Int64.min).wholeNanoseconds == .min)
    }
}
