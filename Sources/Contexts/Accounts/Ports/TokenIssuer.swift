import EventSourcing
import Prelude

/// Makes the tokens of this node, such as its own gateway accepts.
package protocol TokenIssuer: Sendable {
    var now: Timestamp { get }
    /// Until when a session that begins now may be refreshed.
    var sessionEnd: Timestamp { get }

    /// Nil if the node trusts the keys of others and has none to sign with.
    func accessToken(for user: ActorID, in tenant: TenantID, role: String, session: String) -> AccessToken?

    /// A text that nobody can guess without the node's secrets, fit for a token; the same for the same texts on every
    /// node, so that a step that is repeated gives the same token.
    func secret(for purpose: String, _ parts: [String]) -> String
    /// What is stored of a secret.
    func digest(of secret: String) -> String
}

/// A signed token and until when it is good.
package struct AccessToken: Equatable, Sendable {
    package let text: String
    package let expiresAt: Timestamp

    package init(text: String, expiresAt: Timestamp) {
        (self.text, self.expiresAt) = (text, expiresAt)
    }
}
