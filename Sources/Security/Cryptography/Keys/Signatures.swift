import COpenSSL

/// Signing and checking as OpenSSL does it, and the two forms of an ECDSA signature.
///
/// Why every failure clears the error queue: it belongs to the thread, and a connection that is read next on the same
/// event loop would take what lies there for its own failure.
enum Signatures {
    /// Limit: no signature in use here is longer (RSA of 8,192 bits).
    private static let signatureBytesMax = 1_024

    static func verify(
        _ signature: Span<UInt8>, of message: Span<UInt8>, by key: KeyHandle, digest: FetchedDigest?
    ) -> Bool {
        guard let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        let isValid = signature.withUnsafeBufferPointer { signature in
            message.withUnsafeBufferPointer { message in
                EVP_DigestVerifyInit(context, nil, digest?.raw, nil, key.raw) == 1
                    && EVP_DigestVerify(
                        context, signature.baseAddress, signature.count, message.baseAddress, message.count) == 1
            }
        }
        if !isValid { ERR_clear_error() }
        return isValid
    }

    static func sign(_ message: Span<UInt8>, by key: KeyHandle, digest: FetchedDigest?) -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { preconditionFailure("Memory is exhausted.") }
        defer { EVP_MD_CTX_free(context) }
        return [UInt8](unsafeUninitializedCapacity: signatureBytesMax) { signature, count in
            count = signatureBytesMax
            let done = message.withUnsafeBufferPointer { message in
                EVP_DigestSignInit(context, nil, digest?.raw, nil, key.raw) == 1
                    && EVP_DigestSign(context, signature.baseAddress, &count, message.baseAddress, message.count) == 1
            }
            precondition(done, "A key that was checked when it was loaded signs.")
        }
    }

    /// Checks an ES256 signature in the form of tokens: r and s, 32 bytes each.
    static func verifyPair(_ signature: Span<UInt8>, of message: Span<UInt8>, by key: KeyHandle) -> Bool {
        guard signature.count == 64, let pair = ECDSA_SIG_new() else { return false }
        defer { ECDSA_SIG_free(pair) }
        let (r, s) = signature.withUnsafeBufferPointer { signature in
            (BN_bin2bn(signature.baseAddress, 32, nil), BN_bin2bn(signature.baseAddress.map { $0 + 32 }, 32, nil))
        }
        guard let r, let s, ECDSA_SIG_set0(pair, r, s) == 1 else { return false }
        // Why: zero satisfies the equation of a careless check for every message.
        guard BN_is_zero(r) == 0, BN_is_zero(s) == 0 else { return false }
        var encoded: UnsafeMutablePointer<UInt8>?
        let count = i2d_ECDSA_SIG(pair, &encoded)
        guard count > 0, let encoded else { return false }
        defer { CRYPTO_free(encoded, #file, #line) }
        let span = UnsafeBufferPointer(start: encoded, count: Int(count)).span
        return verify(span, of: message, by: key, digest: .sha256)
    }

    static func signPair(_ message: Span<UInt8>, by key: KeyHandle) -> [UInt8] {
        let encoded = sign(message, by: key, digest: .sha256)
        return encoded.withUnsafeBufferPointer { buffer in
            var position = buffer.baseAddress
            guard let pair = d2i_ECDSA_SIG(nil, &position, buffer.count) else {
                preconditionFailure("The library reads what it wrote.")
            }
            defer { ECDSA_SIG_free(pair) }
            var signature = [UInt8](repeating: 0, count: 64)
            signature.withUnsafeMutableBufferPointer { signature in
                _ = BN_bn2binpad(ECDSA_SIG_get0_r(pair), signature.baseAddress, 32)
                _ = BN_bn2binpad(ECDSA_SIG_get0_s(pair), signature.baseAddress.map { $0 + 32 }, 32)
            }
            return signature
        }
    }
}
