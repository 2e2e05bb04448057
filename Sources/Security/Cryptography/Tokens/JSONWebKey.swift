import JSON

/// A key with its name, as key files and identity providers write it.
/// Spec: RFC 7517; RFC 7518, section 6; RFC 8037, section 2.
package struct JSONWebKey: Sendable {
    /// The bytes that a token's `kid` must equal.
    package let identifier: [UInt8]
    package let verificationKey: VerificationKey
    /// Nothing if only the public half is known.
    package let signingKey: SigningKey?
    let material: KeyMaterial

    package var algorithm: SignatureAlgorithm { verificationKey.algorithm }
    /// Whether both sides hold the same secret, which must then never be published.
    package var isShared: Bool { material.publicPart == nil }

    init(_ material: KeyMaterial, identifier: [UInt8]?) throws(KeyFault) {
        let handle = try material.loaded()
        self.material = material
        self.identifier = identifier ?? material.thumbprint
        verificationKey = try VerificationKey(material, handle: handle)
        signingKey = material.canSign ? try SigningKey(material, handle: handle) : nil
    }

    /// A new key, named by its thumbprint.
    package static func random(for algorithm: SignatureAlgorithm) throws(KeyFault) -> JSONWebKey {
        try JSONWebKey(.random(for: algorithm), identifier: nil)
    }

    /// A secret of at least 32 bytes that both sides hold, for HS256.
    package static func shared(_ secret: Span<UInt8>, identifier: [UInt8]? = nil) throws(KeyFault) -> JSONWebKey {
        try JSONWebKey(.shared(SecretBytes(secret)), identifier: identifier)
    }

    /// The key as JSON with its private half: for the file of its owner and nobody else.
    package func privateText() -> [UInt8] {
        var writer = JSONWriter(capacity: 2_048)
        write(material, into: &writer)
        return writer.bytes()
    }

    /// Writes the public half; nothing, and false, for a shared secret.
    func writePublicPart(into writer: inout JSONWriter) -> Bool {
        guard let part = material.publicPart else { return false }
        write(part, into: &writer)
        return true
    }

    private func write(_ material: KeyMaterial, into writer: inout JSONWriter) {
        writer.beginObject()
        for (name, value) in material.members {
            writer.key(name)
            writer.string(value[...])
        }
        writer.key("alg")
        writer.string(algorithm.name)
        writer.key("use")
        writer.string("sig")
        writer.key("kid")
        writer.string(identifier[...])
        writer.endObject()
    }
}
