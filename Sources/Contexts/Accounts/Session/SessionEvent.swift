import EventSourcing
import JSON
import Prelude

/// Everything that can have happened to a login and the refresh tokens that came from it.
package enum SessionEvent: Equatable, Sendable {
    case opened(SessionOpened)
    case refreshed(SessionRefreshed)
    case ended(SessionEnded)

    package static let codec = EventCodec<SessionEvent>([
        .init(SessionOpened.self) { .opened($0) },
        .init(SessionRefreshed.self) { .refreshed($0) },
        .init(SessionEnded.self) { .ended($0) },
    ]) { event in
        switch event {
        case .opened(let payload): payload
        case .refreshed(let payload): payload
        case .ended(let payload): payload
        }
    }
}

/// A login began, with its first refresh token.
package struct SessionOpened: EventPayload, Equatable {
    package static let name: EventName = "accounts.session-opened.1"
    package let session: String
    package let user: ActorID
    /// Which of the account's passwords was shown.
    package let credential: Int64
    /// The hash of the token; the token itself is nowhere but with the client.
    package let token: String
    package let expiresAt: Timestamp

    package init(session: String, user: ActorID, credential: Int64, token: String, expiresAt: Timestamp) {
        (self.session, self.user, self.credential) = (session, user, credential)
        (self.token, self.expiresAt) = (token, expiresAt)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        session = try body.string("session")
        user = try body.user("user")
        credential = try body.int("credential")
        token = try body.string("token")
        expiresAt = try body.timestamp("expiresAt")
    }

    package func write(to body: inout JSONWriter) {
        body.member("session", session)
        body.member("user", user)
        body.member("credential", credential)
        body.member("token", token)
        body.member("expiresAt", expiresAt)
    }
}

/// The refresh token was used up for the next one.
package struct SessionRefreshed: EventPayload, Equatable {
    package static let name: EventName = "accounts.session-refreshed.1"
    /// The hash of the new token.
    package let token: String

    package init(token: String) { self.token = token }

    package init(_ body: EventBody) throws(EventBodyError) { token = try body.string("token") }

    package func write(to body: inout JSONWriter) { body.member("token", token) }
}

/// No token of the session is good any more.
package struct SessionEnded: EventPayload, Equatable {
    package static let name: EventName = "accounts.session-ended.1"

    /// Why, as it is stored.
    package enum Reason: String, CaseIterable, Sendable {
        case loggedOut = "LOGGED_OUT"
        /// A token that was used up came back: somebody has a copy.
        case tokenReused = "TOKEN_REUSED"
        /// Another password, a deactivated or an erased account.
        case accountChanged = "ACCOUNT_CHANGED"
    }

    package let reason: Reason

    package init(_ reason: Reason) { self.reason = reason }

    package init(_ body: EventBody) throws(EventBodyError) { reason = try body.one("reason") }

    package func write(to body: inout JSONWriter) { body.member("reason", reason) }
}
