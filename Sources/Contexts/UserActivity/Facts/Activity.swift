import EventSourcing
import JSON
import Prelude

/// Something that somebody did: a domain event with an actor, a page or feature that was used, an AI request.
struct Activity: Equatable, Sendable {
    static let usage: EventName = "metering.ai-usage-recorded.1"
    static let tracked: EventName = "tracking.activity-tracked.1"
    /// Limit: how far before and after its recording an event may say that it happened; what says more is moved there.
    static let earlyMax: Int64 = 366 * Timestamp.microsecondsPerDay
    static let aheadMax: Int64 = 120_000_000

    let user: String
    /// The event's name without its version; of what was tracked, `tracking.page` or `tracking.feature`.
    let kind: String
    /// What it was done to or with: the stream's id, the model, the page.
    let subject: String
    /// Microseconds since 1970.
    let at: Int64

    /// Nil for what nobody did: events without an actor, and reactions of the system.
    init?(_ event: RecordedEvent) throws(EventBodyError) {
        let metadata = event.metadata
        let recorded = metadata.recorded
        func within(_ moment: Int64) -> Int64 {
            let earliest = recorded.advanced(microseconds: -Self.earlyMax).microseconds
            let latest = recorded.advanced(microseconds: Self.aheadMax).microseconds
            return min(max(moment, earliest), latest)
        }
        switch event.name {
        case Self.usage:
            let body = try Self.body(of: event)
            user = try body.string("user")
            kind = Self.kind(of: event.name)
            subject = "\(try body.string("provider"))/\(try body.string("model"))"
            at = within(try body.int("at"))
        case Self.tracked:
            guard let actor = metadata.actor else { return nil }
            let body = try Self.body(of: event)
            user = actor.text
            kind = "tracking.\(try body.string("kind"))"
            subject = try body.string("name")
            at = within(try body.int("at"))
        case _:
            guard let actor = metadata.actor, metadata.causation == nil else { return nil }
            (user, kind) = (actor.text, Self.kind(of: event.name))
            subject = event.stream.id
            at = within(metadata.occurred.microseconds)
        }
    }

    private static func body(of event: RecordedEvent) throws(EventBodyError) -> EventBody {
        guard event.codec == .json else { throw .sealed }
        guard event.schemaVersion == 1 else { throw .unknownSchema(version: event.schemaVersion) }
        return try EventBody(parsing: event.body)
    }

    private static func kind(of name: EventName) -> String {
        let text = name.text.utf8
        guard let dot = text.lastIndex(of: UInt8(ascii: ".")) else { return name.text }
        return String(decoding: text[..<dot], as: UTF8.self)
    }
}
