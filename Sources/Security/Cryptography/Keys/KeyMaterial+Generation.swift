import COpenSSL

extension KeyMaterial {
    /// A new key of the kind that the algorithm needs.
    static func random(for algorithm: SignatureAlgorithm) throws(KeyFault) -> KeyMaterial {
        switch algorithm {
        case .edDSA: try randomEd25519()
        case .es256: try randomP256()
        case .rs256: try randomRSA()
        case .hs256: .shared(.random(sharedSecretBytesMin))
        }
    }

    private static func randomEd25519() throws(KeyFault) -> KeyMaterial {
        let handle = try generated(belvedere_generate_ed25519())
        guard let publicKey = handle.octets(OSSL_PKEY_PARAM_PUB_KEY, bytesMax: 32),
            let seed = handle.octets(OSSL_PKEY_PARAM_PRIV_KEY, bytesMax: 32)
        else { throw .inconsistent }
        return .ed25519(publicKey: publicKey, seed: SecretBytes(seed.span))
    }

    private static func randomP256() throws(KeyFault) -> KeyMaterial {
        let handle = try generated(belvedere_generate_p256())
        guard let point = handle.octets(OSSL_PKEY_PARAM_PUB_KEY, bytesMax: 65), point.count == 65, point[0] == 4,
            let secret = handle.number(OSSL_PKEY_PARAM_PRIV_KEY, byteCount: 32)
        else { throw .inconsistent }
        return .p256(x: Array(point[1...32]), y: Array(point[33...64]), secret: SecretBytes(secret.span))
    }

    private static func randomRSA() throws(KeyFault) -> KeyMaterial {
        let handle = try generated(belvedere_generate_rsa(2_048))
        func secret(_ name: String) throws(KeyFault) -> SecretBytes {
            guard let number = handle.number(name) else { throw .inconsistent }
            return SecretBytes(number.span)
        }
        guard let modulus = handle.number(OSSL_PKEY_PARAM_RSA_N), let exponent = handle.number(OSSL_PKEY_PARAM_RSA_E)
        else { throw .inconsistent }
        return try .rsa(
            modulus: modulus, exponent: exponent,
            secret: RSASecret(
                d: secret(OSSL_PKEY_PARAM_RSA_D), p: secret("rsa-factor1"), q: secret("rsa-factor2"),
                dp: secret("rsa-exponent1"), dq: secret("rsa-exponent2"), qi: secret("rsa-coefficient1")))
    }

    private static func generated(_ raw: OpaquePointer?) throws(KeyFault) -> KeyHandle {
        guard let raw else {
            ERR_clear_error()
            throw .unsupported("key generation")
        }
        return KeyHandle(owning: raw)
    }
}
