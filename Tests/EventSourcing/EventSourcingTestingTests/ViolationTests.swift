import EventSourcingTesting
import Testing

struct ViolationTests {
    @Test func `a violation is shown by its sentence`() {
        #expect("\(Violation("position 3 is missing"))" == "position 3 is missing")
    }
}
