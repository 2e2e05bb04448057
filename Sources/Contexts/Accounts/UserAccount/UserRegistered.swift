import EventSourcing
import JSON

/// Somebody has an account. What says something about them is sealed with a key of their own.
package struct UserRegistered: EventPayload, Equatable {
    package static let name: EventName = "accounts.user-registered.1"
    package static let personal = [
        PersonalField("email", of: "user"), PersonalField("address", of: "user"), PersonalField("name", of: "user"),
        PersonalField("phone", of: "user"), PersonalField("password", of: "user"),
    ]

    package let user: ActorID
    package let email: Personal<String>
    /// The keyed hash under which the address is looked up; personal because it links the two streams.
    package let address: Personal<String>
    package let fullName: Personal<String>
    package let phone: Personal<String>?
    /// The hash with its parameters.
    package let password: Personal<String>
    package let role: UserRole

    package init(
        user: ActorID, email: Personal<String>, address: Personal<String>, fullName: Personal<String>,
        phone: Personal<String>?, password: Personal<String>, role: UserRole = .user
    ) {
        (self.user, self.email, self.address) = (user, email, address)
        (self.fullName, self.phone, self.password, self.role) = (fullName, phone, password, role)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        user = try body.user("user")
        email = try body.personal("email")
        address = try body.personal("address")
        fullName = try body.personal("name")
        phone = try body.optional("phone", body.personal)
        password = try body.personal("password")
        role = try body.one("role")
    }

    package func write(to body: inout JSONWriter) {
        body.member("user", user)
        body.member("email", email)
        body.member("address", address)
        body.member("name", fullName)
        if let phone { body.member("phone", phone) }
        body.member("password", password)
        body.member("role", role)
    }
}
