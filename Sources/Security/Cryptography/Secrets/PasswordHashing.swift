import CSodium

/// Argon2id over passwords; the parameters travel inside each hash.
///
/// Limit: one hash takes `memoryBytes` and tens of milliseconds. Call it on a worker thread, from a bounded queue; an
/// event loop that hashed a password would stop everybody else.
package struct PasswordHashing: Sendable {
    package static let passwordBytesMax = 1_024
    package static let standard = PasswordHashing(operations: 3, memoryBytes: 64 << 20)

    private let operations: UInt64
    private let memoryBytes: Int

    /// Takes the number of passes and the memory of one hash, within what the library allows.
    package init(operations: UInt64, memoryBytes: Int) {
        self.operations = min(max(operations, UInt64(crypto_pwhash_opslimit_min())), 64)
        self.memoryBytes = min(max(memoryBytes, crypto_pwhash_memlimit_min()), 1 << 30)
    }

    /// The hash as text: `$argon2id$v=19$m=…,t=…,p=1$salt$hash`.
    package func hash(_ password: Span<UInt8>) throws(PasswordFault) -> [UInt8] {
        guard password.count <= Self.passwordBytesMax else { throw .tooLong }
        Sodium.prepare()
        var text = [CChar](repeating: 0, count: Int(crypto_pwhash_strbytes()))
        let done = Self.withCharacters(of: password) { base, count in
            crypto_pwhash_str_alg(
                &text, base, UInt64(count), operations, memoryBytes, crypto_pwhash_alg_argon2id13())
        }
        guard done == 0 else { throw .outOfMemory }
        return text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    }

    /// Whether the password is the one that was hashed, whatever the parameters were at that time.
    package func isValid(_ password: Span<UInt8>, for hash: Span<UInt8>) -> Bool {
        guard password.count <= Self.passwordBytesMax, let text = Self.terminated(hash) else { return false }
        Sodium.prepare()
        return Self.withCharacters(of: password) { base, count in
            crypto_pwhash_str_verify(text, base, UInt64(count)) == 0
        }
    }

    /// Whether the hash was made with other parameters than these, so that the next login should replace it.
    package func needsRehash(_ hash: Span<UInt8>) -> Bool {
        guard let text = Self.terminated(hash) else { return true }
        return crypto_pwhash_str_needs_rehash(text, operations, memoryBytes) != 0
    }

    /// A hash of a password that nobody has.
    ///
    /// Why: checking it when an account does not exist takes the time of a real check, so that the time does not tell.
    package func decoy() throws(PasswordFault) -> [UInt8] {
        let password = SecureRandom.bytes(32)
        return try hash(password.span)
    }

    private static func withCharacters<Result>(
        of bytes: Span<UInt8>, _ body: (UnsafePointer<CChar>, Int) -> Result
    ) -> Result {
        bytes.withUnsafeBytes { raw in
            // Why: an empty span may have no address, and the library reads a byte count beside a pointer.
            guard let base = raw.baseAddress, raw.count > 0 else { return body([0], 0) }
            return body(base.assumingMemoryBound(to: CChar.self), raw.count)
        }
    }

    /// The hash as a C string, if it can be one.
    private static func terminated(_ hash: Span<UInt8>) -> [CChar]? {
        guard hash.count > 0, hash.count < Int(crypto_pwhash_strbytes()) else { return nil }
        // Why: the library reads a fixed number of bytes, so the text is padded to it.
        var text = [CChar](repeating: 0, count: Int(crypto_pwhash_strbytes()))
        for index in hash.indices {
            guard hash[index] != 0 else { return nil }
            text[index] = CChar(bitPattern: hash[index])
        }
        return text
    }
}
