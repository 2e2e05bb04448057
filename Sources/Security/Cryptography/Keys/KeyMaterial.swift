/// The numbers of a key, as they are stored and exchanged; each kind stands for one signature algorithm.
enum KeyMaterial: Sendable {
    case ed25519(publicKey: [UInt8], seed: SecretBytes?)
    case p256(x: [UInt8], y: [UInt8], secret: SecretBytes?)
    case rsa(modulus: [UInt8], exponent: [UInt8], secret: RSASecret?)
    case shared(SecretBytes)

    /// The half of an RSA pair that stays at home, in the names of RFC 7518, section 6.3.2.
    struct RSASecret: Sendable {
        let d, p, q, dp, dq, qi: SecretBytes
    }

    var algorithm: SignatureAlgorithm {
        switch self {
        case .ed25519: .edDSA
        case .p256: .es256
        case .rsa: .rs256
        case .shared: .hs256
        }
    }

    var canSign: Bool {
        switch self {
        case .ed25519(_, let seed): seed != nil
        case .p256(_, _, let secret): secret != nil
        case .rsa(_, _, let secret): secret != nil
        case .shared: true
        }
    }

    /// The same key without what only its owner may know; nothing for a secret that both sides hold.
    var publicPart: KeyMaterial? {
        switch self {
        case .ed25519(let publicKey, _): .ed25519(publicKey: publicKey, seed: nil)
        case .p256(let x, let y, _): .p256(x: x, y: y, secret: nil)
        case .rsa(let modulus, let exponent, _): .rsa(modulus: modulus, exponent: exponent, secret: nil)
        case .shared: nil
        }
    }
}

extension SecretBytes {
    /// A copy outside the protected memory, for calls that need an array.
    var copy: [UInt8] { withUnsafeBytes { Array($0) } }
}
