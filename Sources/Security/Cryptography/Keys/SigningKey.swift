/// A key that signs by one algorithm.
package struct SigningKey: Sendable {
    package let algorithm: SignatureAlgorithm
    private let sign: Sign

    private enum Sign: Sendable {
        case edDSA(KeyHandle)
        case es256(KeyHandle)
        case rs256(KeyHandle)
        case hs256(HMACKey)
    }

    init(_ material: KeyMaterial, handle: KeyHandle?) throws(KeyFault) {
        guard material.canSign else { throw .malformed("a public key cannot sign") }
        algorithm = material.algorithm
        switch (material, handle) {
        case (.ed25519, let handle?): sign = .edDSA(handle)
        case (.p256, let handle?): sign = .es256(handle)
        case (.rsa, let handle?): sign = .rs256(handle)
        case (.shared(let secret), nil):
            sign = .hs256(try secret.withSpan { key throws(KeyFault) in try HMACKey(key) })
        case (.ed25519, nil), (.p256, nil), (.rsa, nil), (.shared, _?): throw .inconsistent
        }
    }

    /// The signature as tokens carry it: 64 bytes for EdDSA and ES256, the modulus' length for RS256, 32 for HS256.
    package func signature(of message: Span<UInt8>) -> [UInt8] {
        switch sign {
        case .edDSA(let handle): Signatures.sign(message, by: handle, digest: nil)
        case .es256(let handle): Signatures.signPair(message, by: handle)
        case .rs256(let handle): Signatures.sign(message, by: handle, digest: .sha256)
        case .hs256(let key): key.tag(of: message)
        }
    }
}
