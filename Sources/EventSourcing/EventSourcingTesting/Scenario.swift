import EventSourcing
import Prelude

/// Given these events, when this command comes, then … : an aggregate's rules as values, without a store.
///
///     Scenario(Order.self).given(.placed(order)).when(CancelOrder(…)) == .success([.cancelled(…)])
package struct Scenario<Subject: Aggregate>: Sendable {
    private let events: [Subject.Event]
    private let caller: Caller
    private let now: Timestamp

    package init(
        _ subject: Subject.Type, caller: Caller = Caller(actor: "user:test"),
        now: Timestamp = Timestamp(microseconds: 1_700_000_000_000_000)
    ) {
        self.init(events: [], caller: caller, now: now)
    }

    private init(events: [Subject.Event], caller: Caller, now: Timestamp) {
        (self.events, self.caller, self.now) = (events, caller, now)
    }

    /// What has happened before. Every event also goes through its stored form, as it would in a log.
    package func given(_ events: Subject.Event...) -> Scenario { given(events) }

    package func given(_ events: [Subject.Event]) -> Scenario {
        Scenario(events: self.events + events, caller: caller, now: now)
    }

    /// The events that the command makes, or its refusal; `beside` has happened on the stream that it consults.
    package func when<Content: Command>(
        _ command: Content, beside others: [Content.Consulted.Event] = []
    ) -> Result<[Subject.Event], Subject.Refusal> where Content.Subject == Subject {
        decision(on: command, beside: others).map(\.events)
    }

    /// The whole decision, with data and further streams.
    package func decision<Content: Command>(
        on command: Content, beside others: [Content.Consulted.Event] = []
    ) -> Result<Decision<Subject>, Subject.Refusal> where Content.Subject == Subject {
        let circumstances = Circumstances(
            now: now, tenant: "test", command: .derived(from: "scenario"), caller: caller,
            version: StreamVersion(Int64(events.count)))
        do throws(Subject.Refusal) {
            return .success(
                try command.decide(state, consulting: Content.Consulted.folded(others), circumstances))
        } catch {
            return .failure(error)
        }
    }

    /// The state after what was given.
    package var state: Subject { Subject.folded(events) }

    /// What does not survive being stored and read back; empty for a codec that is complete.
    package func codecViolations(isSame: (Subject.Event, Subject.Event) -> Bool) -> [Violation] {
        events.compactMap { event in
            let stored = Subject.codec.encode(event)
            do throws(EventBodyError) {
                let read = try Subject.codec.decode(
                    stored.name, schemaVersion: stored.schemaVersion, body: stored.body)
                return isSame(event, read) ? nil : Violation("\(stored.name) is read back as \(read)")
            } catch {
                return Violation("\(stored.name) cannot be read back: \(error)")
            }
        }
    }
}
