/// A key that checks signatures of one algorithm, and of no other.
///
/// Invariant: the algorithm is the key's own. What a message claims about its algorithm never reaches the check, so a
/// public key cannot be taken for a shared secret.
package struct VerificationKey: Sendable {
    package let algorithm: SignatureAlgorithm
    private let check: Check

    private enum Check: Sendable {
        case edDSA(KeyHandle)
        case es256(KeyHandle)
        case rs256(KeyHandle)
        case hs256(HMACKey)
    }

    init(_ material: KeyMaterial, handle: KeyHandle?) throws(KeyFault) {
        algorithm = material.algorithm
        switch (material, handle) {
        case (.ed25519, let handle?): check = .edDSA(handle)
        case (.p256, let handle?): check = .es256(handle)
        case (.rsa, let handle?): check = .rs256(handle)
        case (.shared(let secret), nil):
            check = .hs256(try secret.withSpan { key throws(KeyFault) in try HMACKey(key) })
        case (.ed25519, nil), (.p256, nil), (.rsa, nil), (.shared, _?): throw .inconsistent
        }
    }

    /// Whether the signature is this key's over exactly this message.
    package func isValid(_ signature: Span<UInt8>, for message: Span<UInt8>) -> Bool {
        switch check {
        case .edDSA(let handle):
            signature.count == 64 && Signatures.verify(signature, of: message, by: handle, digest: nil)
        case .es256(let handle): Signatures.verifyPair(signature, of: message, by: handle)
        case .rs256(let handle):
            signature.count == (handle.bitCount + 7) / 8
                && Signatures.verify(signature, of: message, by: handle, digest: .sha256)
        case .hs256(let key): key.isValid(signature, for: message)
        }
    }
}
