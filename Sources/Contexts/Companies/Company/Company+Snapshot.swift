import EventSourcing
import JSON

extension Company {
    var encoded: [UInt8] {
        var body = JSONWriter(capacity: 256 + roles.count * 40)
        body.beginObject()
        body.member("exists", exists)
        body.member("archived", isArchived)
        body.member("title", title)
        if let inn { body.member("inn", inn) }
        if let group { body.member("group", group) }
        body.key("members")
        body.beginArray()
        for (user, role) in roles.sorted(by: { $0.key < $1.key }) {
            body.beginObject()
            body.member("user", user)
            body.member("role", role)
            body.endObject()
        }
        body.endArray()
        body.endObject()
        return body.bytes()
    }

    init(encoded bytes: [UInt8]) throws(EventBodyError) {
        let body = try EventBody(parsing: bytes)
        exists = try body.bool("exists")
        isArchived = try body.bool("archived")
        title = try body.string("title")
        inn = try body.optional("inn", body.string)
        group = try body.optional("group", body.string)
        let members = try body.list("members") { (item) throws(EventBodyError) -> (ActorID, CompanyRole) in
            (try item.user("user"), try item.one("role"))
        }
        for (user, role) in members { roles[user] = role }
    }
}
