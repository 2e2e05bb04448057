import EventSourcing
import JSON

/// A user may do other things than before, from their next token on.
package struct UserRoleChanged: EventPayload, Equatable {
    package static let name: EventName = "accounts.user-role-changed.1"
    package let user: ActorID
    package let role: UserRole

    package init(user: ActorID, role: UserRole) {
        (self.user, self.role) = (user, role)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        user = try body.user("user")
        role = try body.one("role")
    }

    package func write(to body: inout JSONWriter) {
        body.member("user", user)
        body.member("role", role)
    }
}

/// A user cannot log in any more; their sessions have ended.
package struct UserDeactivated: EventPayload, Equatable {
    package static let name: EventName = "accounts.user-deactivated.1"
    package let user: ActorID

    package init(user: ActorID) { self.user = user }

    package init(_ body: EventBody) throws(EventBodyError) { user = try body.user("user") }

    package func write(to body: inout JSONWriter) { body.member("user", user) }
}

/// Nothing about this person can be read any more once their key is destroyed, which follows at once.
package struct UserErased: EventPayload, Equatable {
    package static let name: EventName = "accounts.user-erased.1"
    package let user: ActorID

    package init(user: ActorID) { self.user = user }

    package init(_ body: EventBody) throws(EventBodyError) { user = try body.user("user") }

    package func write(to body: inout JSONWriter) { body.member("user", user) }
}
