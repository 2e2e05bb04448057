import Cryptography
import Prelude
import Testing

struct SealingKeyTests {
    private let key = SealingKey.random()
    private let context = Array("stream/user-1 email".utf8)

    @Test(arguments: [0, 1, 15, 16, 17, 1_000, 70_000])
    func `what was sealed opens again`(_ count: Int) throws {
        let plaintext = SecureRandom.bytes(count)
        let sealed = try key.seal(plaintext, authenticating: context)
        #expect(sealed.count == count + SealingKey.overheadByteCount)
        #expect(try key.open(sealed, authenticating: context) == plaintext)
    }

    /// Spec: test case 16 of the GCM specification (256-bit key, additional data).
    @Test func `a text sealed by the standard's example opens`() throws {
        func hex(_ text: String) throws -> [UInt8] { try #require(Hex.bytes(Array(text.utf8))) }
        let key = try SealingKey(hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"))
        let sealed =
            try [1] + hex("cafebabefacedbaddecaf888")
            + hex(
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
                    + "c5f61e6393ba7a0abcc9f662")
            + hex("76fc6ece0f4e1768cddf8853bb2d551b")
        let plaintext = try key.open(
            sealed, authenticating: hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"))
        #expect(
            Hex.text(plaintext)
                == "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
                + "b16aedf5aa0de657ba637b39")
    }

    @Test func `one changed bit anywhere keeps it shut`() throws {
        let sealed = try key.seal(Array("personal".utf8), authenticating: context)
        for place in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[place] ^= 1 << UInt8(bit)
                #expect(throws: SealFault.notAuthentic) {
                    try key.open(changed, authenticating: context)
                }
            }
        }
    }

    @Test func `another context, another key or a part of it keeps it shut`() throws {
        let sealed = try key.seal(Array("personal".utf8), authenticating: context)
        #expect(throws: SealFault.notAuthentic) { try key.open(sealed, authenticating: []) }
        #expect(throws: SealFault.notAuthentic) {
            try SealingKey.random().open(sealed, authenticating: context)
        }
        for count in 0..<sealed.count {
            #expect(throws: SealFault.notAuthentic) {
                try key.open(Array(sealed.prefix(count)), authenticating: context)
            }
        }
    }

    @Test func `the same text is never sealed twice alike`() throws {
        let sealed = try (0..<500).map { _ in try key.seal([1, 2, 3], authenticating: []) }
        #expect(Set(sealed).count == 500)
    }

    @Test func `a key wrapped by another comes back`() throws {
        let subject = SealingKey.random()
        let secret = try subject.seal([7, 7], authenticating: [])
        let wrapped = try subject.wrapped(by: key, authenticating: context)
        let unwrapped = try SealingKey.unwrap(wrapped, by: key, authenticating: context)
        #expect(try unwrapped.open(secret, authenticating: []) == [7, 7])
        #expect(throws: SealFault.notAuthentic) {
            try SealingKey.unwrap(secret, by: subject, authenticating: [])
        }
    }

    @Test(arguments: [0, 16, 31, 33]) func `a key has 32 bytes`(_ count: Int) {
        #expect(throws: KeyFault.wrongLength(expected: 32, actual: count)) {
            try SealingKey(SecureRandom.bytes(count))
        }
    }

    @Test func `key material prints as nothing`() {
        #expect("\(SecretBytes([1, 2, 3]))" == "(secret)")
    }
}

struct PasswordHashingTests {
    private let hashing = PasswordHashing(operations: 1, memoryBytes: 8 << 10)
    private let password = Array("correct horse".utf8)

    @Test func `a password matches its own hash and no other`() throws {
        let hash = try hashing.hash(password)
        #expect(String(decoding: hash, as: UTF8.self).hasPrefix("$argon2id$v=19$m=8,t=1,p=1$"))
        #expect(hashing.isValid(password, for: hash))
        #expect(!hashing.isValid(Array("correct horsf".utf8), for: hash))
        #expect(!hashing.isValid([], for: hash))
        #expect(try hashing.hash(password) != hash)
    }

    @Test func `the empty password is hashed like any other`() throws {
        let hash = try hashing.hash([])
        #expect(hashing.isValid([], for: hash))
        #expect(!hashing.isValid([0], for: hash))
    }

    @Test func `a NUL in a password does not end it`() throws {
        let hash = try hashing.hash([0x61, 0, 0x62])
        #expect(!hashing.isValid([0x61, 0, 0x63], for: hash))
        #expect(!hashing.isValid([0x61], for: hash))
    }

    @Test func `raised parameters ask for a new hash and still accept the old one`() throws {
        let old = try hashing.hash(password)
        let raised = PasswordHashing(operations: 2, memoryBytes: 16 << 10)
        #expect(!hashing.needsRehash(old))
        #expect(raised.needsRehash(old))
        #expect(raised.isValid(password, for: old))
        #expect(raised.needsRehash(Array("not a hash".utf8)))
    }

    @Test func `a password of a megabyte is refused before it costs anything`() {
        let long = [UInt8](repeating: 0x61, count: 1 << 20)
        #expect(throws: PasswordFault.tooLong) { try hashing.hash(long) }
        #expect(!hashing.isValid(long, for: Array("$argon2id$".utf8)))
    }

    @Test(arguments: ["", "$", "$argon2id$v=19$m=8,t=1,p=1$", "\u{0}", String(repeating: "x", count: 200)])
    func `what is no hash matches nothing`(_ hash: String) {
        #expect(!hashing.isValid(password, for: Array(hash.utf8)))
    }

    @Test func `nobody has the decoy's password`() throws {
        let decoy = try hashing.decoy()
        #expect(!hashing.isValid(password, for: decoy))
        #expect(!hashing.needsRehash(decoy))
    }
}

struct CursorSignerTests {
    private let purpose = Array("tenant-a Query.posts createdAt".utf8)
    private let payload = Array("2026-11-20 post-17".utf8)

    @Test func `a cursor comes back as it was signed`() throws {
        let signer = try CursorSigner(SecureRandom.bytes(32))
        for payload in [[], [0], payload] {
            let text = signer.sign(payload, for: purpose)
            #expect(signer.payload(of: text, for: purpose) == payload)
        }
    }

    @Test func `a cursor is good for its own purpose and its own key`() throws {
        let signer = try CursorSigner(SecureRandom.bytes(32))
        let text = signer.sign(payload, for: purpose)
        #expect(signer.payload(of: text, for: Array("tenant-b Query.posts createdAt".utf8)) == nil)
        #expect(signer.payload(of: text, for: purpose + payload) == nil)
        let other = try CursorSigner(SecureRandom.bytes(32))
        #expect(other.payload(of: text, for: purpose) == nil)
    }

    @Test func `no changed character survives`() throws {
        let signer = try CursorSigner(SecureRandom.bytes(32))
        let text = signer.sign(payload, for: purpose)
        for place in text.indices {
            for replacement in Array("Aa0-_=/ ".utf8) where replacement != text[place] {
                var changed = text
                changed[place] = replacement
                #expect(signer.payload(of: changed, for: purpose) == nil)
            }
            #expect(signer.payload(of: Array(text.prefix(place)), for: purpose) == nil)
        }
        #expect(signer.payload(of: [UInt8](repeating: 0x41, count: 100_000), for: purpose) == nil)
    }

    @Test func `bytes cannot wander from the purpose into the payload`() throws {
        let signer = try CursorSigner(SecureRandom.bytes(32))
        let text = signer.sign([2, 3], for: [0, 1])
        let moved = try #require(Base64.decode(text, as: .url))
        let forged = Base64.encode(([1] + moved), as: .url)
        #expect(signer.payload(of: forged, for: [0]) == nil)
    }

    @Test func `a short key is refused`() {
        #expect(throws: KeyFault.wrongLength(expected: 32, actual: 31)) {
            try CursorSigner(SecureRandom.bytes(31))
        }
    }
}
