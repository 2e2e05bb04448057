import EventSourcing
import JSON
import Prelude

/// Something that is told to those who are there and then forgotten: it is in no log, and it may be lost.
package struct Signal: Equatable, Sendable {
    /// What it says, such as `typing`.
    package let kind: String
    package let tenant: TenantID
    /// What it is about, such as a chat; empty if it is about the user alone.
    package let subject: String
    package let user: ActorID
    package let at: Timestamp

    /// Limit: bytes of a signal on its way between nodes.
    package static let bytesMax = 1_024

    package init(_ kind: String, _ user: ActorID, of tenant: TenantID, about subject: String = "", at: Timestamp) {
        (self.kind, self.user, self.tenant, self.subject, self.at) = (kind, user, tenant, subject, at)
    }

    /// Nil for what is no signal.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.bytesMax, let json = try? JSONValue(parsing: bytes), let kind = json["kind"]?.string,
            let tenant = json["tenant"]?.string.flatMap(TenantID.init), let subject = json["subject"]?.string,
            let user = json["user"]?.string.flatMap(ActorID.init), let at = json["at"].flatMap({ Int64($0.text) })
        else { return nil }
        self.init(kind, user, of: tenant, about: subject, at: Timestamp(microseconds: at))
    }

    package var bytes: [UInt8] {
        let json: JSONValue = [
            "kind": .string(kind), "tenant": .string(tenant.text), "subject": .string(subject),
            "user": .string(user.text), "at": .number("\(at.microseconds)"),
        ]
        return json.bytes
    }
}

/// What the nodes of a gateway tell each other and remember for a while, beside the log. Nothing that matters for
/// longer than that may be in it: it forgets, and what is told may be lost.
package protocol Ephemera: Sendable {
    /// Tells the listeners of every node, this one's too.
    func tell(_ signal: Signal)
    /// The function is called for every signal, on any thread, for as long as the node lives.
    func listen(_ body: @escaping @Sendable (Signal) -> Void)
    /// Remembers a text for so long, or longer if it is told again.
    func keep(_ key: String, _ value: String, for duration: Duration) async
    func drop(_ key: String) async
    /// What is remembered, key by key; nil for what is forgotten or cannot be asked for.
    func kept(_ keys: [String]) async -> [String?]
}
