import EventSourcing
import JSON
import Prelude

/// Somebody opened a page or used a feature. Who it was stands beside the event: it is its actor.
package struct ActivityTracked: EventPayload, Equatable {
    package static let name: EventName = "tracking.activity-tracked.1"

    /// What was done, as it is stored.
    package enum Kind: String, CaseIterable, Sendable {
        case page
        case feature
    }

    /// One thing more about it.
    package struct Property: Equatable, Sendable {
        package let name: String
        package let value: String

        package init(name: String, value: String) { (self.name, self.value) = (name, value) }
    }

    /// The client's own id, by which it is counted once.
    package let id: String
    package let kind: Kind
    /// Which page or feature, such as `orders/list`.
    package let subject: String
    /// What the client takes for one visit; sessions do not depend on it.
    package let session: String?
    package let properties: [Property]
    package let at: Timestamp

    package init(
        id: String, kind: Kind, subject: String, session: String? = nil, properties: [Property] = [], at: Timestamp
    ) {
        (self.id, self.kind, self.subject, self.session) = (id, kind, subject, session)
        (self.properties, self.at) = (properties, at)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        id = try body.string("id")
        kind = try body.one("kind")
        subject = try body.string("name")
        session = try body.optional("session", body.string)
        properties = try body.list("properties") { (property) throws(EventBodyError) in
            Property(name: try property.string("name"), value: try property.string("value"))
        }
        at = try body.timestamp("at")
    }

    package func write(to body: inout JSONWriter) {
        body.member("id", id)
        body.member("kind", kind)
        body.member("name", subject)
        if let session { body.member("session", session) }
        body.key("properties")
        body.beginArray()
        for property in properties {
            body.beginObject()
            body.member("name", property.name)
            body.member("value", property.value)
            body.endObject()
        }
        body.endArray()
        body.member("at", at)
    }
}
