import EventSourcing
import JSON

/// A user has another password; every session but the kept one has ended with it.
package struct PasswordChanged: EventPayload, Equatable {
    package static let name: EventName = "accounts.password-changed.1"
    package static let personal = [PersonalField("password", of: "user")]

    package let user: ActorID
    package let password: Personal<String>
    /// The session in which the password was changed.
    package let keptSession: String?

    package init(user: ActorID, password: Personal<String>, keptSession: String?) {
        (self.user, self.password, self.keptSession) = (user, password, keptSession)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        user = try body.user("user")
        password = try body.personal("password")
        keptSession = try body.optional("keptSession", body.string)
    }

    package func write(to body: inout JSONWriter) {
        body.member("user", user)
        body.member("password", password)
        if let keptSession { body.member("keptSession", keptSession) }
    }
}

/// The same password is hashed with other parameters.
package struct PasswordRehashed: EventPayload, Equatable {
    package static let name: EventName = "accounts.password-rehashed.1"
    package static let personal = [PersonalField("password", of: "user")]

    package let user: ActorID
    package let password: Personal<String>

    package init(user: ActorID, password: Personal<String>) {
        (self.user, self.password) = (user, password)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        user = try body.user("user")
        password = try body.personal("password")
    }

    package func write(to body: inout JSONWriter) {
        body.member("user", user)
        body.member("password", password)
    }
}
