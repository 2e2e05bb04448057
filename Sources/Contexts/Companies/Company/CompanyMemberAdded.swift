import EventSourcing
import JSON

/// A user is a member of a company.
package struct CompanyMemberAdded: EventPayload, Equatable {
    package static let name: EventName = "companies.member-added.1"
    package let company: String
    package let user: ActorID
    package let role: CompanyRole

    package init(company: String, user: ActorID, role: CompanyRole) {
        (self.company, self.user, self.role) = (company, user, role)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        company = try body.string("company")
        user = try body.user("user")
        role = try body.one("role")
    }

    package func write(to body: inout JSONWriter) {
        body.member("company", company)
        body.member("user", user)
        body.member("role", role)
    }
}

/// A user is no member of a company any more.
package struct CompanyMemberRemoved: EventPayload, Equatable {
    package static let name: EventName = "companies.member-removed.1"
    package let company: String
    package let user: ActorID

    package init(company: String, user: ActorID) {
        (self.company, self.user) = (company, user)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        company = try body.string("company")
        user = try body.user("user")
    }

    package func write(to body: inout JSONWriter) {
        body.member("company", company)
        body.member("user", user)
    }
}

/// A member may do other things than before.
package struct CompanyMemberRoleChanged: EventPayload, Equatable {
    package static let name: EventName = "companies.member-role-changed.1"
    package let company: String
    package let user: ActorID
    package let role: CompanyRole

    package init(company: String, user: ActorID, role: CompanyRole) {
        (self.company, self.user, self.role) = (company, user, role)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        company = try body.string("company")
        user = try body.user("user")
        role = try body.one("role")
    }

    package func write(to body: inout JSONWriter) {
        body.member("company", company)
        body.member("user", user)
        body.member("role", role)
    }
}
