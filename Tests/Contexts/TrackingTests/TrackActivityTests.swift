import EventSourcing
import EventSourcingTesting
import Prelude
import Testing

@testable import Tracking

struct TrackActivityTests {
    private static let now: Int64 = 1_700_000_000_000_000
    private static let id = "018f6e3c-9d2a-7b31-8c55-0f6f2d8c1a77"

    private func activity(
        id: String = Self.id, subject: String = "orders/list", session: String? = "s",
        properties: [ActivityTracked.Property] = [.init(name: "tab", value: "open")], at: Int64 = Self.now
    ) -> ActivityTracked {
        ActivityTracked(
            id: id, kind: .feature, subject: subject, session: session, properties: properties,
            at: Timestamp(microseconds: at))
    }

    private func codes(_ activity: ActivityTracked) -> [String] {
        TrackActivity(activity).violations().map { "\($0.path.joined(separator: ".")) \($0.code)" }
    }

    @Test func `what was done is told as it is`() {
        let told = activity()
        #expect(Scenario(ActivityHour.self).when(TrackActivity(told)) == .success([.tracked(told)]))
    }

    @Test(
        arguments: [
            (120_000_000, nil), (120_000_001, .inTheFuture), (-ActivityHour.lateMax, nil),
            (-ActivityHour.lateMax - 1, .tooOld),
        ] as [(Int64, TrackingRefusal?)])
    func `it may be a week late and two minutes early, no more`(_ distance: Int64, _ refusal: TrackingRefusal?) {
        let told = activity(at: Self.now + distance)
        let outcome = Scenario(ActivityHour.self).when(TrackActivity(told))
        #expect(outcome == (refusal.map { .failure($0) } ?? .success([.tracked(told)])))
    }

    @Test func `every violation is told`() {
        #expect(codes(activity()) == [])
        #expect(codes(activity(id: "1")) == ["id INVALID_ID"])
        #expect(codes(activity(subject: "", session: "a\nb")) == ["name INVALID_NAME", "sessionHint INVALID_NAME"])
        let long = ActivityTracked.Property(name: "n", value: String(repeating: "v", count: 513))
        #expect(codes(activity(properties: [long])) == ["properties.value TOO_LONG"])
        let many = (0..<17).map { ActivityTracked.Property(name: "n\($0)", value: "") }
        #expect(codes(activity(properties: many)) == ["properties TOO_MANY"])
    }

    @Test func `stored bodies are read again`() throws {
        let told = activity(session: nil)
        let stored = TrackingEvent.codec.encode(.tracked(told))
        let body = """
            {"id":"\(Self.id)","kind":"feature","name":"orders/list","properties":[{"name":"tab","value":"open"}],\
            "at":1700000000000000}
            """
        #expect(String(decoding: stored.body, as: UTF8.self) == body)
        let read = try TrackingEvent.codec.decode(stored.name, schemaVersion: 1, body: Array(body.utf8))
        #expect(read == .tracked(told))
    }

    @Test func `nobody tells without showing who they are, and no hour is one stream`() {
        #expect(!TrackActivity(activity()).isPermitted(to: Caller(actor: nil, permissions: [])))
        #expect(TrackActivity(activity()).isPermitted(to: Caller(actor: "ann", permissions: [])))
        let ids = (0..<64).map { "018f6e3c-9d2a-7b31-8c55-0f6f2d8c1a\($0 + 10)" }
        #expect(Set(ids.map { TrackActivity(activity(id: $0)).stream }).count > 8)
    }
}
