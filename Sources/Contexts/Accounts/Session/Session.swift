import EventSourcing
import JSON
import Prelude

/// One login and the family of refresh tokens that come from it, of which one at a time is good.
package struct Session: Aggregate, Equatable {
    package typealias Event = SessionEvent
    package typealias Refusal = SessionRefusal

    /// What a session that goes on knows.
    package struct Open: Equatable, Sendable {
        package let user: ActorID
        package let credential: Int64
        package let expiresAt: Timestamp
        package fileprivate(set) var token: String
    }

    package static let category: StreamCategory = "accounts.session"
    package static let codec = SessionEvent.codec
    package static let snapshots: SnapshotForm<Session>? = SnapshotForm(
        schema: 1, interval: 200, encode: { $0.bytes }, decode: { Session(bytes: $0) })

    package private(set) var open: Open?
    package private(set) var hasEnded = false

    package init() {}

    package mutating func apply(_ event: SessionEvent) {
        switch event {
        case .opened(let opened):
            open = Open(
                user: opened.user, credential: opened.credential, expiresAt: opened.expiresAt, token: opened.token)
        case .refreshed(let refreshed): open?.token = refreshed.token
        case .ended: (open, hasEnded) = (nil, true)
        }
    }

    package static func stream(_ session: String) -> StreamName {
        let nowhere = StreamName(stored: "accounts.session:-", categoryBytes: 16)
        return AccountID.isUsable(session) ? StreamName(category, session) ?? nowhere : nowhere
    }
}

extension Session {
    private var bytes: [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.beginObject()
        writer.member("ended", hasEnded)
        if let open {
            writer.member("user", open.user)
            writer.member("credential", open.credential)
            writer.member("expiresAt", open.expiresAt)
            writer.member("token", open.token)
        }
        writer.endObject()
        return writer.bytes()
    }

    private init?(bytes: [UInt8]) {
        guard let body = try? EventBody(parsing: bytes), let hasEnded = try? body.bool("ended") else { return nil }
        self.hasEnded = hasEnded
        guard body.has("user") else { return }
        guard let user = try? body.user("user"), let credential = try? body.int("credential"),
            let expiresAt = try? body.timestamp("expiresAt"), let token = try? body.string("token")
        else { return nil }
        open = Open(user: user, credential: credential, expiresAt: expiresAt, token: token)
    }
}
