import ContextKit
import Cryptography
import EventSourcing
import Lifecycle
import Prelude

/// Finds out who asks, from a bearer token and from nothing else.
package struct Authenticator: Sendable {
    package enum Verdict: Sendable {
        case viewer(Viewer, expires: Timestamp?)
        /// There is a token and it is not accepted. Why it is not goes to the log, never to the client.
        case refused(TokenRefusal)
    }

    private let tokens: CurrentTokens?
    private let anonymous: Viewer
    private let clock: any Clock

    /// `anonymous` stands for requests without a token; its tenant is the one that has public data.
    package init(tokens: CurrentTokens?, anonymous: Viewer, clock: any Clock) {
        (self.tokens, self.anonymous, self.clock) = (tokens, anonymous, clock)
    }

    /// Reads the value of an `Authorization` field; nil is a request without one.
    package func viewer(authorization: [UInt8]?) -> Verdict {
        guard let authorization else { return .viewer(anonymous, expires: nil) }
        let scheme = Array("bearer ".utf8)
        guard authorization.count > scheme.count, zip(authorization, scheme).allSatisfy({ $0 | 0x20 == $1 }) else {
            return .refused(.malformed)
        }
        return viewer(token: Array(authorization[scheme.count...].drop { $0 == 0x20 }))
    }

    /// Tells, whenever it is asked, whether the moment has passed.
    func isPast(_ moment: Timestamp) -> @Sendable () -> Bool {
        { [clock] in clock.wallTime >= moment }
    }

    package func viewer(token: [UInt8]) -> Verdict {
        guard let tokens else { return .refused(.unknownKey) }
        let claims: TokenClaims
        do throws(TokenRefusal) {
            claims = try tokens.claims(of: token.span, at: Timestamp(microseconds: clock.wallTime.microseconds))
        } catch {
            return .refused(error)
        }
        guard let tenant = TenantID(claims.tenant), let actor = ActorID(claims.subject) else {
            return .refused(.badClaims)
        }
        let viewer = Viewer(
            tenant: tenant, actor: actor, roles: Set(claims.roles), scopes: Set(claims.scopes), session: claims.session)
        return .viewer(viewer, expires: Authenticator.end(of: claims))
    }

    /// When a right ends that was taken from a token: when the token itself would be refused; nil for never.
    private static func end(of claims: TokenClaims) -> Timestamp? {
        let (seconds, isFar) = claims.expiresAt.addingReportingOverflow(TokenRules.leewaySeconds)
        let (microseconds, isFurther) = seconds.multipliedReportingOverflow(by: 1_000_000)
        return isFar || isFurther ? nil : Timestamp(microseconds: microseconds)
    }
}
