import ContextKit
import Cryptography
import EventSourcing
import Lifecycle
import Prelude
import Testing

@testable import Gateway

struct AuthenticatorTests {
    private let clock = ManualClock()

    /// What becomes of a token that expires so many seconds from now, and whether the right is past at once.
    private func verdict(expiresIn seconds: Int64) throws -> (isAccepted: Bool, isPast: Bool?) {
        let key = try JSONWebKey.random(for: .edDSA)
        let rules = TokenRules(issuers: ["i"], audience: "a")
        let tokens = CurrentTokens(TokenVerifier(keys: try KeySet([key]), rules: rules))
        let authenticator = Authenticator(
            tokens: tokens, anonymous: Viewer(tenant: "t", actor: nil), clock: clock)
        let claims = TokenClaims(
            issuer: "i", audience: ["a"], subject: "ann", tenant: "t",
            expiresAt: clock.wallTime.microseconds / 1_000_000 + seconds)
        switch authenticator.viewer(token: TokenMint(key)?.token(for: claims) ?? []) {
        case .refused: return (false, nil)
        case .viewer(_, let expires): return (true, expires.map { authenticator.isPast($0)() })
        }
    }

    @Test func `a token that is accepted though a little too old is good for as long as it would be accepted`() throws {
        #expect(try verdict(expiresIn: 60) == (true, false))
        #expect(try verdict(expiresIn: -10) == (true, false), "within the leeway of clocks")
        #expect(try verdict(expiresIn: -29) == (true, false))
        #expect(try verdict(expiresIn: -30) == (false, nil))
    }

    @Test func `a token without an end that fits never ends`() throws {
        #expect(try verdict(expiresIn: .max - clock.wallTime.microseconds / 1_000_000 - 31).isPast == nil)
    }
}
