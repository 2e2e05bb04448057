import EventSourcing
import Prelude
import Testing

struct SHA256Tests {
    /// From FIPS 180-4's examples and the NIST test vectors.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            String(repeating: "a", count: 1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ])
    func `the digest is that of the standard`(text: String, digest: String) {
        var hash = SHA256()
        hash.update(text.utf8)
        #expect(Hex.text(RequestHash(words: hash.finish()).bytes) == digest)
    }

    @Test func `parts cannot be shifted into one another`() {
        #expect(RequestHash(of: [1], [2, 3]) != RequestHash(of: [1, 2], [3]))
        #expect(RequestHash(of: [], [1]) != RequestHash(of: [1], []))
        #expect(RequestHash(of: [1, 2]) == RequestHash(of: [1, 2]))
        let hash = RequestHash(of: [1, 2])
        #expect(RequestHash(bytes: hash.bytes) == hash)
    }

    @Test func `a derived id is a UUID of version 8 and follows from its parts alone`() {
        let id = CommandID.derived(from: "saga", "step")
        #expect(id == CommandID.derived(from: "saga", "step"))
        #expect(id != CommandID.derived(from: "sagas", "tep"))
        let digits = Array(id.description)
        #expect(digits[14] == "8")
        #expect("89ab".contains(digits[19]))
    }
}
