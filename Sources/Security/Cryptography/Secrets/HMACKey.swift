import COpenSSL

/// A key for HMAC-SHA256, prepared once; each tag starts from a copy of the prepared state.
// Safe because the prepared context is only ever copied from after the initialiser.
package final class HMACKey: @unchecked Sendable {
    package static let tagByteCount = 32

    private let prepared: OpaquePointer

    /// Takes a key of at least one byte; those who sign for the outside ask for 32.
    package init(_ key: Span<UInt8>) throws(KeyFault) {
        guard key.count > 0 else { throw .wrongLength(expected: 32, actual: 0) }
        guard let algorithm = Self.algorithm.raw, let context = EVP_MAC_CTX_new(algorithm) else {
            preconditionFailure("OpenSSL has no HMAC.")
        }
        let done = "SHA256".withCString { name in
            var parameters = [
                OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, UnsafeMutablePointer(mutating: name), 0),
                OSSL_PARAM_construct_end(),
            ]
            return key.withUnsafeBufferPointer { key in
                EVP_MAC_init(context, key.baseAddress, key.count, &parameters)
            }
        }
        precondition(done == 1, "HMAC accepts every key.")
        prepared = context
    }

    deinit { EVP_MAC_CTX_free(prepared) }

    package func tag(of message: Span<UInt8>) -> [UInt8] {
        guard let context = EVP_MAC_CTX_dup(prepared) else { preconditionFailure("Memory is exhausted.") }
        defer { EVP_MAC_CTX_free(context) }
        return [UInt8](unsafeUninitializedCapacity: Self.tagByteCount) { tag, count in
            let updated = message.withUnsafeBufferPointer { EVP_MAC_update(context, $0.baseAddress, $0.count) }
            let finished = EVP_MAC_final(context, tag.baseAddress, &count, Self.tagByteCount)
            precondition(updated == 1 && finished == 1, "HMAC fails only when memory is exhausted.")
        }
    }

    /// Whether the tag is this message's, in a time that does not depend on where they differ.
    package func isValid(_ tag: Span<UInt8>, for message: Span<UInt8>) -> Bool {
        let expected = self.tag(of: message)
        return ConstantTime.areEqual(tag, expected.span)
    }

    // Safe because an EVP_MAC does not change after it was fetched.
    private struct Algorithm: @unchecked Sendable { let raw = EVP_MAC_fetch(nil, "HMAC", nil) }
    private static let algorithm = Algorithm()
}
