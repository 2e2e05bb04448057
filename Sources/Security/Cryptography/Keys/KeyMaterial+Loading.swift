import COpenSSL

extension KeyMaterial {
    /// Limits of RSA: shorter is breakable, longer makes each check a way to keep us busy.
    static let modulusBits = 2_048...8_192
    static let sharedSecretBytesMin = 32

    /// The key inside OpenSSL, every number of it checked; nothing for a shared secret, which has none.
    func loaded() throws(KeyFault) -> KeyHandle? {
        switch self {
        case .ed25519(let publicKey, let seed): try Self.loadEd25519(publicKey, seed)
        case .p256(let x, let y, let secret): try Self.loadP256(x, y, secret)
        case .rsa(let modulus, let exponent, let secret): try Self.loadRSA(modulus, exponent, secret)
        case .shared(let secret):
            if secret.count < Self.sharedSecretBytesMin { throw .weak(bits: secret.count * 8) } else { nil }
        }
    }

    private static func loadEd25519(_ publicKey: [UInt8], _ seed: SecretBytes?) throws(KeyFault) -> KeyHandle {
        guard publicKey.count == 32 else { throw .wrongLength(expected: 32, actual: publicKey.count) }
        guard let seed else {
            guard let raw = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, publicKey, 32) else {
                ERR_clear_error()
                throw .inconsistent
            }
            return KeyHandle(owning: raw)
        }
        guard seed.count == 32 else { throw .wrongLength(expected: 32, actual: seed.count) }
        let raw = seed.withUnsafeBytes { EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, $0.baseAddress, 32) }
        guard let raw else {
            ERR_clear_error()
            throw .inconsistent
        }
        let handle = KeyHandle(owning: raw)
        guard handle.octets(OSSL_PKEY_PARAM_PUB_KEY, bytesMax: 32) == publicKey else { throw .inconsistent }
        return handle
    }

    private static func loadP256(_ x: [UInt8], _ y: [UInt8], _ secret: SecretBytes?) throws(KeyFault) -> KeyHandle {
        for part in [x.count, y.count, secret?.count ?? 32] where part != 32 {
            throw .wrongLength(expected: 32, actual: part)
        }
        var builder = KeyBuilder()
        builder.add("group", text: "prime256v1")
        builder.add("pub", octets: [4] + x + y)
        if let secret { builder.add("priv", number: secret.copy) }
        return try builder.key(kind: "EC", isPair: secret != nil)
    }

    private static func loadRSA(
        _ modulus: [UInt8], _ exponent: [UInt8], _ secret: RSASecret?
    ) throws(KeyFault) -> KeyHandle {
        let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
        guard modulusBits.contains(bits) else { throw .weak(bits: bits) }
        // Why: a long exponent makes every verification slow; the usual one has three bytes.
        guard (1...8).contains(exponent.count), let last = exponent.last, last & 1 == 1, exponent != [1] else {
            throw .inconsistent
        }
        var builder = KeyBuilder()
        builder.add("n", number: modulus)
        builder.add("e", number: exponent)
        if let secret {
            builder.add("d", number: secret.d.copy)
            builder.add("rsa-factor1", number: secret.p.copy)
            builder.add("rsa-factor2", number: secret.q.copy)
            builder.add("rsa-exponent1", number: secret.dp.copy)
            builder.add("rsa-exponent2", number: secret.dq.copy)
            builder.add("rsa-coefficient1", number: secret.qi.copy)
        }
        return try builder.key(kind: "RSA", isPair: secret != nil)
    }
}
