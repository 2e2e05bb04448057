import EventSourcing
import JSON

/// Somebody in a chat, with what they may do there.
package struct Participant: Hashable, Sendable {
    package let user: ActorID
    package let role: ChatRole

    package init(_ user: ActorID, _ role: ChatRole) { (self.user, self.role) = (user, role) }

    init(_ body: EventBody) throws(EventBodyError) {
        user = try body.actor("user")
        role = try body.one("role")
    }

    func write(to body: inout JSONWriter) {
        body.member("user", user)
        body.member("role", role)
    }
}

extension EventBody {
    /// A user's id, which was checked when it was stored.
    func actor(_ name: StaticString) throws(EventBodyError) -> ActorID {
        guard let actor = ActorID(try string(name)) else { throw .mistyped(member: name.description) }
        return actor
    }
}
