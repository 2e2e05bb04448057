/// What a token says about the one who shows it.
///
/// Invariant, once read from a token: subject, tenant, session, roles and scopes are visible ASCII, so that comparing
/// them as `String` compares their bytes.
package struct TokenClaims: Sendable, Equatable {
    package var issuer: String
    package var audience: [String]
    package var subject: String
    package var tenant: String
    /// Seconds since 1970, as all times of a token.
    package var expiresAt: Int64
    package var notBefore: Int64?
    package var issuedAt: Int64?
    /// The name of this one token (`jti`).
    package var identifier: String?
    /// The login that this token and its refresh tokens come from (`sid`).
    package var session: String?
    package var roles: [String]
    package var scopes: [String]

    package init(
        issuer: String, audience: [String], subject: String, tenant: String, expiresAt: Int64, notBefore: Int64? = nil,
        issuedAt: Int64? = nil, identifier: String? = nil, session: String? = nil, roles: [String] = [],
        scopes: [String] = []
    ) {
        (self.issuer, self.audience, self.subject, self.tenant) = (issuer, audience, subject, tenant)
        (self.expiresAt, self.notBefore, self.issuedAt) = (expiresAt, notBefore, issuedAt)
        (self.identifier, self.session, self.roles, self.scopes) = (identifier, session, roles, scopes)
    }
}
