import JSON

extension KeyMaterial {
    /// The members that say which key it is, in the order of their names.
    private var identifyingMembers: [(String, [UInt8])] {
        switch self {
        case .ed25519(let publicKey, _):
            [("crv", Array("Ed25519".utf8)), ("kty", Array("OKP".utf8)), ("x", text(publicKey))]
        case .p256(let x, let y, _):
            [("crv", Array("P-256".utf8)), ("kty", Array("EC".utf8)), ("x", text(x)), ("y", text(y))]
        case .rsa(let modulus, let exponent, _):
            [("e", text(exponent)), ("kty", Array("RSA".utf8)), ("n", text(modulus))]
        case .shared(let secret): [("k", text(secret.copy)), ("kty", Array("oct".utf8))]
        }
    }

    private var secretMembers: [(String, [UInt8])] {
        switch self {
        case .ed25519(_, let seed): seed.map { [("d", text($0.copy))] } ?? []
        case .p256(_, _, let secret): secret.map { [("d", text($0.copy))] } ?? []
        case .rsa(_, _, let secret):
            secret.map { secret in
                [
                    ("d", secret.d), ("p", secret.p), ("q", secret.q), ("dp", secret.dp), ("dq", secret.dq),
                    ("qi", secret.qi),
                ].map { ($0.0, text($0.1.copy)) }
            } ?? []
        case .shared: []
        }
    }

    /// What a key file holds about the key.
    var members: [(String, [UInt8])] { identifyingMembers + secretMembers }

    /// A name computed from the public members, the same wherever the key is. Spec: RFC 7638, section 3.
    var thumbprint: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in identifyingMembers {
            writer.key(name)
            writer.string(value[...])
        }
        writer.endObject()
        let text = writer.bytes()
        let hash = SHA256.hash(text.span)
        return Base64.encode(hash.span, as: .url)
    }

    private func text(_ bytes: [UInt8]) -> [UInt8] { Base64.encode(bytes.span, as: .url) }
}
