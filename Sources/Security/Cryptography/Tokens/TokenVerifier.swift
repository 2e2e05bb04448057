import Prelude

/// Checks signed tokens: header, key, signature, claims, in this order, each strictly.
///
///     base64url(header) . base64url(claims) . base64url(signature)
///
/// Spec: RFC 7515, 7519; the attacks of RFC 8725 and their answers are the table in `TokenVerifierTests`.
package struct TokenVerifier: Sendable {
    /// Limit: what a header of a request may hold.
    package static let tokenBytesMax = 8_192

    package let keys: KeySet
    private let rules: TokenRules

    package init(keys: KeySet, rules: TokenRules) {
        (self.keys, self.rules) = (keys, rules)
    }

    /// The claims, if the token is signed by one of the keys and valid at this moment for this audience.
    package func claims(of token: Span<UInt8>, at now: Timestamp) throws(TokenRefusal) -> TokenClaims {
        guard token.count <= Self.tokenBytesMax else { throw .tooLong }
        guard let dots = Self.dots(in: token) else { throw .malformed }
        guard let headerText = Base64.decode(token.extracting(..<dots.first), as: .url),
            let claimsText = Base64.decode(token.extracting((dots.first + 1)..<dots.second), as: .url),
            let signature = Base64.decode(token.extracting((dots.second + 1)...), as: .url)
        else { throw .malformed }
        let header = try TokenHeader(parsing: headerText)
        guard let key = keys.key(named: header.keyIdentifier) else { throw .unknownKey }
        guard header.algorithm.elementsEqual(key.algorithm.name.utf8) else { throw .wrongAlgorithm }
        guard key.verificationKey.isValid(signature.span, for: token.extracting(..<dots.second)) else {
            throw .badSignature
        }
        let claims = try TokenClaims(parsing: claimsText)
        try check(claims, at: now)
        return claims
    }

    /// Whether claims that were read from a good token are valid at this moment.
    package func check(_ claims: TokenClaims, at now: Timestamp) throws(TokenRefusal) {
        let seconds = now.microseconds / 1_000_000
        guard rules.issuers.contains(where: { $0.elementsEqual(claims.issuer.utf8) }) else { throw .wrongIssuer }
        guard claims.audience.contains(where: { rules.audience.elementsEqual($0.utf8) }) else { throw .wrongAudience }
        guard seconds < claims.expiresAt + TokenRules.leewaySeconds else { throw .expired }
        for time in [claims.notBefore, claims.issuedAt] {
            if let time, time > seconds + TokenRules.leewaySeconds { throw .notYetValid }
        }
    }

    /// The places of exactly two dots with something before, between and after them.
    private static func dots(in token: Span<UInt8>) -> (first: Int, second: Int)? {
        var places: [Int] = []
        for index in token.indices where token[index] == 0x2E {
            guard places.count < 2 else { return nil }
            places.append(index)
        }
        guard places.count == 2, places[0] > 0, places[1] > places[0] + 1, places[1] + 1 < token.count else {
            return nil
        }
        return (places[0], places[1])
    }
}
