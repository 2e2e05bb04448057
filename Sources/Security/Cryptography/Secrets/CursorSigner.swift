/// Texts that we hand out and take back only unchanged: cursors, resume points, ids of exports.
///
///     base64url( payload │ first 16 bytes of HMAC-SHA256(purpose length │ purpose │ payload) )
///
/// The payload is readable; only its origin is proved. The purpose (tenant, field, ordering) is not in the text, so a
/// cursor of one list is refused by every other.
package struct CursorSigner: Sendable {
    package static let textBytesMax = 1_024
    private static let tagByteCount = 16

    private let key: HMACKey

    package init(_ key: Span<UInt8>) throws(KeyFault) {
        guard key.count >= 32 else { throw .wrongLength(expected: 32, actual: key.count) }
        self.key = try HMACKey(key)
    }

    package func sign(_ payload: [UInt8], for purpose: [UInt8]) -> [UInt8] {
        let signed = payload + tag(of: payload[...], for: purpose)
        return Base64.encode(signed.span, as: .url)
    }

    /// The payload, if this signer made the text for this purpose.
    package func payload(of text: Span<UInt8>, for purpose: [UInt8]) -> [UInt8]? {
        guard text.count <= Self.textBytesMax, let bytes = Base64.decode(text, as: .url),
            bytes.count >= Self.tagByteCount
        else { return nil }
        let payload = bytes.dropLast(Self.tagByteCount)
        let claimed = bytes.suffix(Self.tagByteCount)
        let tag = self.tag(of: payload, for: purpose)
        return ConstantTime.areEqual(claimed.span, tag.span) ? Array(payload) : nil
    }

    private func tag(of payload: ArraySlice<UInt8>, for purpose: [UInt8]) -> ArraySlice<UInt8> {
        let length = UInt32(truncatingIfNeeded: purpose.count)
        var message = (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * UInt32($0))) }
        message.append(contentsOf: purpose)
        message.append(contentsOf: payload)
        return key.tag(of: message.span).prefix(Self.tagByteCount)
    }
}
