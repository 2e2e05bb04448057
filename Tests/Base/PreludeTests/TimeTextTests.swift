import Prelude
import Testing

struct TimeTextTests {
    private func written(_ microseconds: Int64) -> String {
        var bytes: [UInt8] = []
        TimeText.append(Timestamp(microseconds: microseconds), to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    // The expected seconds come from `date -u -d … +%s`.
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"),
        (1_795_162_530_123_456, "2026-11-20T08:15:30.123456Z"),
        (951_782_400_000_000, "2000-02-29T00:00:00Z"),
        (-1, "1969-12-31T23:59:59.999999Z"),
        (1_000, "1970-01-01T00:00:00.001Z"),
        (253_402_300_799_000_000, "9999-12-31T23:59:59Z"),
    ])
    func `a moment is written as it is read`(_ microseconds: Int64, _ text: String) {
        #expect(written(microseconds) == text)
        #expect(TimeText.moment(text.utf8) == Timestamp(microseconds: microseconds))
    }

    @Test(arguments: [
        ("2026-11-20T10:15:30+02:00", "2026-11-20T08:15:30Z"),
        ("2026-11-19T22:45:30.5-09:30", "2026-11-20T08:15:30.5Z"),
        ("2026-11-20t08:15:30z", "2026-11-20T08:15:30Z"),
    ])
    func `an offset is taken off`(_ text: String, _ inUTC: String) {
        #expect(TimeText.moment(text.utf8) == TimeText.moment(inUTC.utf8))
        #expect(TimeText.moment(text.utf8) != nil)
    }

    @Test(arguments: [
        "", "2026", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-20T24:00:00Z", "2026-11-20T08:60:00Z",
        "2026-11-20T08:15:60Z", "2026-11-20T08:15:30", "2026-11-20T08:15:30.Z", "2026-11-20T08:15:30.1234567Z",
        "2026-11-20 08:15:30Z", "2026-11-20T08:15:30Z ", "+2026-11-20T08:15:30Z", "2026-11-20T08:15:30+2:00",
        "1900-02-29T00:00:00Z",
    ])
    func `what is no moment is refused`(_ text: String) {
        #expect(TimeText.moment(text.utf8) == nil)
    }

    @Test func `every day of four-digit years survives a round trip`() {
        var previous: CalendarDay?
        for days in stride(from: CalendarDay.range.lowerBound, through: CalendarDay.range.upperBound, by: 1) {
            let day = CalendarDay(daysSinceEpoch: days)
            let civil = day.civil
            if CalendarDay(year: civil.year, month: civil.month, day: civil.day) != day {
                Issue.record("\(days) became \(civil)")
                return
            }
            if let previous, previous.civil == civil {
                Issue.record("two days are \(civil)")
                return
            }
            previous = day
        }
        #expect(CalendarDay(daysSinceEpoch: CalendarDay.range.lowerBound).civil == (0, 1, 1))
        #expect(CalendarDay(daysSinceEpoch: CalendarDay.range.upperBound).civil == (9_999, 12, 31))
    }
}
