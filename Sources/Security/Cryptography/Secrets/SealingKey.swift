import COpenSSL

/// A key that seals bytes with AES-256-GCM: unreadable without it, and bound to the context given as `authenticating`.
///
///     0x01 │ nonce, 12 │ ciphertext, as long as the plaintext │ tag, 16
///
/// Limit: nonces are random, so one key seals at most 2³² times; a key belongs to one subject or wraps such keys, which
/// stays far below.
package struct SealingKey: Sendable {
    package static let byteCount = 32
    /// What sealing adds to the plaintext.
    package static let overheadByteCount = 1 + nonceByteCount + tagByteCount
    /// Limit: a sealed value is a field, not a file.
    package static let plaintextBytesMax = 16 << 20

    private static let nonceByteCount = 12
    private static let tagByteCount = 16
    private static let format: UInt8 = 1

    private let secret: SecretBytes

    package init(_ key: Span<UInt8>) throws(KeyFault) {
        guard key.count == Self.byteCount else {
            throw .wrongLength(expected: Self.byteCount, actual: key.count)
        }
        secret = SecretBytes(key)
    }

    private init(random secret: SecretBytes) { self.secret = secret }

    package static func random() -> SealingKey { SealingKey(random: .random(byteCount)) }

    /// The key itself, sealed by another: how a subject's key is stored.
    package func wrapped(by outer: SealingKey, authenticating context: Span<UInt8>) throws(SealFault) -> [UInt8] {
        try secret.withSpan { key throws(SealFault) in try outer.seal(key, authenticating: context) }
    }

    /// A key that `wrapped` had sealed.
    package static func unwrap(
        _ sealed: Span<UInt8>, by outer: SealingKey, authenticating context: Span<UInt8>
    ) throws(SealFault) -> SealingKey {
        let key = try outer.open(sealed, authenticating: context)
        guard key.count == byteCount else { throw .notAuthentic }
        return SealingKey(random: SecretBytes(key.span))
    }

    package func seal(
        _ plaintext: Span<UInt8>, authenticating context: Span<UInt8>
    ) throws(SealFault) -> [UInt8] {
        guard plaintext.count <= Self.plaintextBytesMax, context.count <= Self.plaintextBytesMax else {
            throw .tooLong
        }
        let nonce = SecureRandom.bytes(Self.nonceByteCount)
        var sealed = [Self.format] + nonce
        sealed.append(contentsOf: repeatElement(0, count: plaintext.count + Self.tagByteCount))
        let text = 1 + Self.nonceByteCount
        sealed.withUnsafeMutableBufferPointer { output in
            let body = UnsafeMutableBufferPointer(rebasing: output[text...])
            GCM.seal(plaintext, authenticating: context, key: secret, nonce: nonce, into: body)
        }
        return sealed
    }

    /// The plaintext, if the bytes were sealed by this key for this context and nothing in them was changed.
    package func open(_ sealed: Span<UInt8>, authenticating context: Span<UInt8>) throws(SealFault) -> [UInt8] {
        guard sealed.count >= Self.overheadByteCount, sealed[0] == Self.format else { throw .notAuthentic }
        guard sealed.count - Self.overheadByteCount <= Self.plaintextBytesMax,
            context.count <= Self.plaintextBytesMax
        else { throw .tooLong }
        let plaintext = GCM.open(
            sealed.extracting((1 + Self.nonceByteCount)...), authenticating: context, key: secret,
            nonce: sealed.extracting(1..<(1 + Self.nonceByteCount)))
        guard let plaintext else { throw .notAuthentic }
        return plaintext
    }
}
