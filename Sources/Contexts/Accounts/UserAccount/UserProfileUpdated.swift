import EventSourcing
import JSON

/// A user has another name or phone number; what is nil stayed as it was.
package struct UserProfileUpdated: EventPayload, Equatable {
    package static let name: EventName = "accounts.user-profile-updated.1"
    package static let personal = [PersonalField("name", of: "user"), PersonalField("phone", of: "user")]

    package let user: ActorID
    package let fullName: Personal<String>?
    package let phone: Personal<String>?
    /// Whether there is no phone number any more.
    package let removesPhone: Bool

    package init(
        user: ActorID, fullName: Personal<String>? = nil, phone: Personal<String>? = nil, removesPhone: Bool = false
    ) {
        (self.user, self.fullName, self.phone, self.removesPhone) = (user, fullName, phone, removesPhone)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        user = try body.user("user")
        fullName = try body.optional("name", body.personal)
        phone = try body.optional("phone", body.personal)
        removesPhone = try body.optional("removesPhone", body.bool) ?? false
    }

    package func write(to body: inout JSONWriter) {
        body.member("user", user)
        if let fullName { body.member("name", fullName) }
        if let phone { body.member("phone", phone) }
        if removesPhone { body.member("removesPhone", true) }
    }
}
