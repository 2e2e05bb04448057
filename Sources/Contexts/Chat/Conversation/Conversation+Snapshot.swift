import EventSourcing
import JSON

extension Conversation {
    package static let snapshots: SnapshotForm<Conversation>? = SnapshotForm(
        schema: 2, interval: 100, encode: { $0.encoded }, decode: { try? Conversation(encoded: $0) })

    private var encoded: [UInt8] {
        var body = JSONWriter(capacity: 256 + roles.count * 40)
        body.beginObject()
        if let kind { body.member("kind", kind) }
        if let title { body.member("title", title) }
        if let company { body.member("company", company) }
        body.member("history", history)
        body.member("archived", isArchived)
        body.key("roles")
        body.beginArray()
        for (user, role) in roles.sorted(by: { $0.key < $1.key }) {
            body.beginObject()
            Participant(user, role).write(to: &body)
            body.endObject()
        }
        body.endArray()
        body.key("channels")
        body.beginArray()
        for channel in channels.sorted() {
            body.beginObject()
            channel.write(to: &body)
            body.endObject()
        }
        body.endArray()
        body.endObject()
        return body.bytes()
    }

    private init(encoded bytes: [UInt8]) throws(EventBodyError) {
        let body = try EventBody(parsing: bytes)
        kind = body.has("kind") ? try body.one("kind") : nil
        title = try body.optional("title", body.string)
        company = try body.optional("company", body.string)
        history = try body.one("history")
        isArchived = try body.bool("archived")
        let people = try body.list("roles") { (item) throws(EventBodyError) in try Participant(item) }
        for one in people { roles[one.user] = one.role }
        channels = Set(try body.list("channels") { (item) throws(EventBodyError) in try ExternalChannel(item) })
    }
}
