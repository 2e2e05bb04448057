import Accounts
import Cryptography
import EventSourcing
import Lifecycle
import Prelude

/// Makes tokens that this node's own gateway accepts, signed with its own key or with one of the configured ones.
struct OwnTokens: TokenIssuer {
    private let mint: TokenMint?
    /// What refresh tokens are made with; the same on all nodes of a store.
    private let key: HMACKey
    private let issuer: String
    private let audience: String
    private let settings: AccountSettings
    private let clock: any Clock

    /// Takes the key to sign with, nil if the node only checks the tokens of others.
    init(
        _ key: JSONWebKey?, secret: [UInt8], issuer: String, audience: String, settings: AccountSettings,
        clock: any Clock
    ) throws(KeyFault) {
        let purpose = Array("belvedere.accounts.refresh-tokens.1".utf8)
        self.key = try HMACKey(HMACKey(secret.span).tag(of: purpose.span).span)
        mint = key.flatMap { TokenMint($0) }
        (self.issuer, self.audience, self.settings, self.clock) = (issuer, audience, settings, clock)
    }

    var now: Timestamp { clock.wallTime }

    var sessionEnd: Timestamp {
        now.advanced(microseconds: settings.refreshTokenLifetime.components.seconds * 1_000_000)
    }

    func accessToken(for user: ActorID, in tenant: TenantID, role: String, session: String) -> AccessToken? {
        let issued = now.microseconds / 1_000_000
        let expires = issued + settings.accessTokenLifetime.components.seconds
        let claims = TokenClaims(
            issuer: issuer, audience: [audience], subject: user.text, tenant: tenant.text, expiresAt: expires,
            issuedAt: issued, session: session, roles: [role])
        guard let text = mint?.token(for: claims) else { return nil }
        return AccessToken(
            text: String(decoding: text, as: UTF8.self), expiresAt: Timestamp(microseconds: expires * 1_000_000))
    }

    func secret(for purpose: String, _ parts: [String]) -> String {
        // Why with their lengths: no two lists of parts are the same bytes.
        let message = ([purpose] + parts).flatMap { Array("\($0.utf8.count):\($0)".utf8) }
        return String(decoding: Base64.encode(key.tag(of: message.span).span, as: .url), as: UTF8.self)
    }

    func digest(of secret: String) -> String {
        let bytes = Array(secret.utf8)
        return Hex.text(SHA256.hash(bytes.span))
    }
}
