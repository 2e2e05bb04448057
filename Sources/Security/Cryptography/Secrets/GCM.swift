import COpenSSL

/// AES-256-GCM as OpenSSL does it, with lengths that its callers have checked.
enum GCM {
    static let tagByteCount = 16

    /// Writes the ciphertext and, after it, the tag.
    static func seal(
        _ plaintext: Span<UInt8>, authenticating context: Span<UInt8>, key: SecretBytes, nonce: [UInt8],
        into output: UnsafeMutableBufferPointer<UInt8>
    ) {
        precondition(output.count == plaintext.count + tagByteCount, "Room for the text and its tag.")
        let state = CipherState()
        var written: Int32 = 0
        var done = key.withUnsafeBytes { EVP_EncryptInit_ex2(state.raw, cipher.raw, $0.baseAddress, nonce, nil) }
        done &= context.withUnsafeBufferPointer {
            $0.isEmpty ? 1 : EVP_EncryptUpdate(state.raw, nil, &written, $0.baseAddress, Int32($0.count))
        }
        done &= plaintext.withUnsafeBufferPointer {
            $0.isEmpty ? 1 : EVP_EncryptUpdate(state.raw, output.baseAddress, &written, $0.baseAddress, Int32($0.count))
        }
        let tag = output.baseAddress.map { $0 + plaintext.count }
        done &= EVP_EncryptFinal_ex(state.raw, tag, &written)
        done &= EVP_CIPHER_CTX_ctrl(state.raw, EVP_CTRL_AEAD_GET_TAG, Int32(tagByteCount), tag)
        precondition(done == 1, "Sealing fails only when memory is exhausted.")
    }

    /// Reads ciphertext and tag; nothing if the tag is not theirs.
    static func open(
        _ sealed: Span<UInt8>, authenticating context: Span<UInt8>, key: SecretBytes, nonce: Span<UInt8>
    ) -> [UInt8]? {
        let count = sealed.count - tagByteCount
        let state = CipherState()
        var written: Int32 = 0
        var done = key.withUnsafeBytes { key in
            nonce.withUnsafeBufferPointer {
                EVP_DecryptInit_ex2(state.raw, cipher.raw, key.baseAddress, $0.baseAddress, nil)
            }
        }
        done &= context.withUnsafeBufferPointer {
            $0.isEmpty ? 1 : EVP_DecryptUpdate(state.raw, nil, &written, $0.baseAddress, Int32($0.count))
        }
        // Why: never the unauthenticated text, so the array is thrown away unless the tag is right.
        var plaintext = [UInt8](repeating: 0, count: count)
        let authentic = sealed.withUnsafeBufferPointer { sealed in
            plaintext.withUnsafeMutableBufferPointer { output in
                if count > 0 {
                    done &= EVP_DecryptUpdate(
                        state.raw, output.baseAddress, &written, sealed.baseAddress, Int32(count))
                }
                let tag = UnsafeMutableRawPointer(mutating: sealed.baseAddress.map { $0 + count })
                done &= EVP_CIPHER_CTX_ctrl(state.raw, EVP_CTRL_AEAD_SET_TAG, Int32(tagByteCount), tag)
                var unused: UInt8 = 0
                return EVP_DecryptFinal_ex(state.raw, &unused, &written) == 1
            }
        }
        precondition(done == 1, "Opening fails only when memory is exhausted.")
        guard authentic else {
            ERR_clear_error()
            return nil
        }
        return plaintext
    }

    // Safe because an EVP_CIPHER does not change after it was fetched.
    private struct Cipher: @unchecked Sendable { let raw = EVP_CIPHER_fetch(nil, "AES-256-GCM", nil) }
    private static let cipher = Cipher()

    /// The state of one sealing, freed with its scope, which clears the key schedule.
    private struct CipherState: ~Copyable {
        let raw = EVP_CIPHER_CTX_new()
        deinit { EVP_CIPHER_CTX_free(raw) }
    }
}
