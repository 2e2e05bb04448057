import EventSourcing
import JSON

/// A company was created; whoever did it owns it.
package struct CompanyCreated: EventPayload, Equatable {
    package static let name: EventName = "companies.company-created.1"
    package let company: String
    package let title: String
    /// The tax number, whose check digits are right.
    package let inn: String?
    package let owner: ActorID
    /// Whether a messenger group is to be created for it.
    package let wantsGroup: Bool

    package init(company: String, title: String, inn: String?, owner: ActorID, wantsGroup: Bool = false) {
        (self.company, self.title, self.inn, self.owner) = (company, title, inn, owner)
        self.wantsGroup = wantsGroup
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        company = try body.string("company")
        title = try body.string("title")
        inn = try body.optional("inn", body.string)
        owner = try body.user("owner")
        wantsGroup = try body.optional("wantsGroup", body.bool) ?? false
    }

    package func write(to body: inout JSONWriter) {
        body.member("company", company)
        body.member("title", title)
        if let inn { body.member("inn", inn) }
        body.member("owner", owner)
        if wantsGroup { body.member("wantsGroup", true) }
    }
}

/// A company has another title or tax number; what is nil stayed as it was.
package struct CompanyUpdated: EventPayload, Equatable {
    package static let name: EventName = "companies.company-updated.1"
    package let company: String
    package let title: String?
    package let inn: String?

    package init(company: String, title: String? = nil, inn: String? = nil) {
        (self.company, self.title, self.inn) = (company, title, inn)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        company = try body.string("company")
        title = try body.optional("title", body.string)
        inn = try body.optional("inn", body.string)
    }

    package func write(to body: inout JSONWriter) {
        body.member("company", company)
        if let title { body.member("title", title) }
        if let inn { body.member("inn", inn) }
    }
}

/// A company takes no more changes.
package struct CompanyArchived: EventPayload, Equatable {
    package static let name: EventName = "companies.company-archived.1"
    package let company: String

    package init(company: String) { self.company = company }

    package init(_ body: EventBody) throws(EventBodyError) { company = try body.string("company") }

    package func write(to body: inout JSONWriter) { body.member("company", company) }
}

/// A messenger group belongs to a company.
package struct MessengerGroupBound: EventPayload, Equatable {
    package static let name: EventName = "companies.messenger-group-bound.1"
    package let company: String
    package let group: String

    package init(company: String, group: String) {
        (self.company, self.group) = (company, group)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        company = try body.string("company")
        group = try body.string("group")
    }

    package func write(to body: inout JSONWriter) {
        body.member("company", company)
        body.member("group", group)
    }
}
