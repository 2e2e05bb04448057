import JSON

/// Makes signed tokens.
package struct TokenMint: Sendable {
    private let key: SigningKey
    private let header: [UInt8]

    /// Takes a key with its private half; nothing comes of a public one.
    package init?(_ key: JSONWebKey) {
        guard let signingKey = key.signingKey else { return nil }
        self.key = signingKey
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("alg")
        writer.string(key.algorithm.name)
        writer.key("typ")
        writer.string("JWT")
        writer.key("kid")
        writer.string(key.identifier[...])
        writer.endObject()
        let text = writer.bytes()
        header = Base64.encode(text.span, as: .url)
    }

    package func token(for claims: TokenClaims) -> [UInt8] {
        let text = Self.text(of: claims)
        var token = header + [0x2E] + Base64.encode(text.span, as: .url)
        let signature = key.signature(of: token.span)
        token.append(0x2E)
        token.append(contentsOf: Base64.encode(signature.span, as: .url))
        return token
    }

    private static func text(of claims: TokenClaims) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.key("iss")
        writer.string(claims.issuer)
        writer.key("aud")
        if claims.audience.count == 1 {
            writer.string(claims.audience[0])
        } else {
            write(claims.audience, into: &writer)
        }
        write("sub", claims.subject, into: &writer)
        write("tenant", claims.tenant, into: &writer)
        write("exp", claims.expiresAt, into: &writer)
        write("nbf", claims.notBefore, into: &writer)
        write("iat", claims.issuedAt, into: &writer)
        write("jti", claims.identifier, into: &writer)
        write("sid", claims.session, into: &writer)
        if !claims.roles.isEmpty {
            writer.key("roles")
            write(claims.roles, into: &writer)
        }
        if !claims.scopes.isEmpty { write("scope", claims.scopes.joined(separator: " "), into: &writer) }
        writer.endObject()
        return writer.bytes()
    }

    private static func write(_ name: StaticString, _ value: String?, into writer: inout JSONWriter) {
        guard let value else { return }
        writer.key(name)
        writer.string(value)
    }

    private static func write(_ name: StaticString, _ value: Int64?, into writer: inout JSONWriter) {
        guard let value else { return }
        writer.key(name)
        writer.int(value)
    }

    private static func write(_ values: [String], into writer: inout JSONWriter) {
        writer.beginArray()
        for value in values { writer.string(value) }
        writer.endArray()
    }
}
