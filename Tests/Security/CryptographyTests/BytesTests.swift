import Cryptography
import Prelude
import Testing

struct BytesTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// Spec: FIPS 180-2, appendices; RFC 6455, section 1.3.
    @Test func `hashes are those of the standards`() {
        #expect(Hex.text(SHA1.hash(bytes("abc"))) == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(Hex.text(SHA1.hash([])) == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
        #expect(
            Hex.text(SHA256.hash(bytes("abc")))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            Hex.text(SHA256.hash([])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        let handshake = SHA1.hash(bytes("dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
        #expect(Base64.encode(handshake, as: .standard) == bytes("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
    }

    /// Spec: RFC 4231, cases 2, 6 and 7.
    @Test func `HMAC is that of the standard for short and long keys`() throws {
        let short = try HMACKey(bytes("Jefe"))
        #expect(
            Hex.text(short.tag(of: bytes("what do ya want for nothing?")))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        let long = try HMACKey([UInt8](repeating: 0xAA, count: 131))
        #expect(
            Hex.text(long.tag(of: bytes("Test Using Larger Than Block-Size Key - Hash Key First")))
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
        #expect(throws: KeyFault.wrongLength(expected: 32, actual: 0)) { try HMACKey([]) }
    }

    @Test func `one HMAC key serves many messages, each as if it were the first`() throws {
        let key = try HMACKey(bytes("Jefe"))
        let first = key.tag(of: bytes("a"))
        let empty = key.tag(of: [])
        #expect(first != empty)
        #expect(key.tag(of: bytes("a")) == first)
        #expect(key.isValid(first, for: bytes("a")))
        #expect(!key.isValid(first, for: bytes("b")))
        #expect(!key.isValid(Array(first.dropLast()), for: bytes("a")))
    }

    /// Spec: RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `base64 is that of the standard`(_ plain: String, _ text: String) {
        #expect(Base64.encode(bytes(plain), as: .standard) == bytes(text))
        #expect(Base64.decode(bytes(text), as: .standard) == bytes(plain))
        let unpadded = bytes(text).filter { $0 != 0x3D }
        #expect(Base64.encode(bytes(plain), as: .url) == unpadded)
        #expect(Base64.decode(unpadded, as: .url) == bytes(plain))
    }

    @Test(arguments: [
        "Zg==", "Zg=", "=", "Z", "Zm9vY", "Zh", "Zm9", "Zm 9v", " Zm9v", "Zm9v\n", "Zm+v", "Zm/v", "Zm9v=", "Zm\u{0}v",
        "Zm€v",
    ])
    func `base64url has no padding, no space, no other alphabet and no loose bits`(_ text: String) {
        #expect(Base64.decode(bytes(text), as: .url) == nil)
    }

    @Test(arguments: ["Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm-v", "Zm_v", "Zm9v\r\n", "=Zg="])
    func `standard base64 needs its padding and nothing else`(_ text: String) {
        #expect(Base64.decode(bytes(text), as: .standard) == nil)
    }

    @Test func `every text that base64url reads is the one it writes`() {
        var generator = SeededGenerator(seed: 20_261_120)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ".utf8)
        var read = 0
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...9, using: &generator)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            }
            for form in [Base64.Form.url, .standard] {
                guard let plain = Base64.decode(text, as: form) else { continue }
                read += 1
                #expect(Base64.encode(plain, as: form) == text)
            }
        }
        #expect(read > 1_000)
    }

    @Test func `secrets are compared whole`() {
        #expect(ConstantTime.areEqual([1, 2, 3], [1, 2, 3]))
        #expect(!ConstantTime.areEqual([1, 2, 3], [1, 2, 4]))
        #expect(!ConstantTime.areEqual([1, 2, 3], [1, 2]))
        #expect(ConstantTime.areEqual([], []))
    }

    @Test func `randomness does not repeat`() {
        let drawn = Set((0..<1_000).map { _ in SecureRandom.bytes(16) })
        #expect(drawn.count == 1_000)
        #expect(SecureRandom.bytes(0).isEmpty)
    }
}
