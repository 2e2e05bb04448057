import Cryptography
import JSON
import Testing

struct KeySetTests {
    private static let ed25519 =
        #""kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo""#
    private static let p256 =
        #""kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","#
        + #""y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0""#
    private static let shared = #""kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3""#

    private func set(_ keys: String..., from origin: KeySet.Origin = .file) throws(KeyFault) -> KeySet {
        let text = #"{"keys":["# + keys.map { "{\($0)}" }.joined(separator: ",") + "]}"
        return try KeySet(parsing: Array(text.utf8), from: origin)
    }

    /// Spec: RFC 8037, appendix A.3.
    @Test func `a key without a name is named by its thumbprint`() throws {
        let keys = try set(Self.ed25519).keys
        #expect(keys.map(\.identifier) == [Array("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k".utf8)])
    }

    @Test func `foreign keys are left out with their reason`() throws {
        let keys = try set(
            Self.ed25519, #""kty":"EC","crv":"P-384","x":"AA","y":"AA""#, #""kty":"XYZ""#, Self.p256 + #","use":"enc""#,
            Self.p256 + #","alg":"ES384""#, Self.p256 + #","key_ops":["encrypt"]"#,
            Self.p256 + #","kid":"named","use":"sig","alg":"ES256","key_ops":["verify"]"#)
        #expect(keys.keys.map(\.algorithm) == [.edDSA, .es256])
        #expect(keys.keys[1].identifier == Array("named".utf8))
        #expect(keys.ignored.count == 5)
    }

    @Test(arguments: [
        (#""kty":"OKP","crv":"Ed25519","x":"11qY""#, KeyFault.wrongLength(expected: 32, actual: 3)),
        (
            #""kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=""#,
            .malformed("x is not base64url")
        ),
        (#""kty":"OKP","crv":"Ed25519""#, .malformed("x is missing")),
        (#""kty":"OKP","crv":"Ed25519","x":17"#, .malformed("x is missing")),
        (#""kty":"OKP","crv":17,"x":"11qY""#, .malformed("crv is no string")),
        (
            #""kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","#
                + #""y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a4""#, .inconsistent
        ),
        (
            #""kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","#
                + #""y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA""#, .inconsistent
        ),
        (#""kty":"RSA","n":"AQAB","e":"AQAB""#, .weak(bits: 17)),
        (#""kty":"RSA","n":"AAEAAQ","e":"AQAB""#, .malformed("n is zero or has leading zeroes")),
        (#""kty":"oct","k":"c2hvcnQ""#, .weak(bits: 40)),
        (#""kty":"RSA""#, .malformed("n is missing")),
    ])
    func `a key whose numbers are wrong is no key`(_ key: String, _ fault: KeyFault) {
        #expect(throws: fault) { try self.set(key) }
    }

    @Test func `halves of two pairs are no pair`() throws {
        let one = try document(JSONWebKey.random(for: .edDSA).privateText())
        let other = try document(JSONWebKey.random(for: .edDSA).privateText())
        let mixed = #"{"kty":"OKP","crv":"Ed25519","x":"\#(one["x"]!)","d":"\#(other["d"]!)"}"#
        #expect(throws: KeyFault.inconsistent) { try JSONWebKey(parsing: Array(mixed.utf8)) }
        let first = try document(JSONWebKey.random(for: .es256).privateText())
        let second = try document(JSONWebKey.random(for: .es256).privateText())
        let pair = #"{"kty":"EC","crv":"P-256","x":"\#(first["x"]!)","y":"\#(first["y"]!)","d":"\#(second["d"]!)"}"#
        #expect(throws: KeyFault.inconsistent) { try JSONWebKey(parsing: Array(pair.utf8)) }
    }

    @Test func `a set with a name twice is refused whole`() {
        #expect(throws: KeyFault.repeatedIdentifier("a")) {
            try self.set(Self.ed25519 + #","kid":"a""#, Self.p256 + #","kid":"a""#)
        }
    }

    @Test func `a secret that came from an address is not used`() throws {
        let keys = try set(Self.ed25519, Self.shared, from: .remote)
        #expect(keys.keys.map(\.algorithm) == [.edDSA])
        #expect(try set(Self.ed25519, Self.shared, from: .file).keys.count == 2)
        #expect(throws: KeyFault.unsupported("a shared secret from an address")) {
            try self.set(Self.shared, from: .remote)
        }
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"keys":{}}"#, #"{"keys":[]}"#, #"{"keys":[1]}"#, #"{"keys":[],"keys":[]}"#, "{\"keys\":[",
    ])
    func `what is no set of keys is refused`(_ text: String) {
        #expect(throws: KeyFault.self) { try KeySet(parsing: Array(text.utf8), from: .remote) }
    }

    @Test func `a set has a limit of bytes and of keys`() {
        let long = [UInt8](repeating: 0x20, count: KeySet.textBytesMax + 1)
        #expect(throws: KeyFault.malformed("longer than 65536 bytes")) { try KeySet(parsing: long, from: .remote) }
        let many = #"{"keys":["# + Array(repeating: #"{"kty":"XYZ"}"#, count: 65).joined(separator: ",") + "]}"
        #expect(throws: KeyFault.malformed("more than 64 keys")) {
            try KeySet(parsing: Array(many.utf8), from: .remote)
        }
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func `a key written to its owner's file signs as before`(_ algorithm: SignatureAlgorithm) throws {
        let key = try JSONWebKey.random(for: algorithm)
        let read = try JSONWebKey(parsing: key.privateText())
        #expect(read.identifier == key.identifier)
        #expect(read.algorithm == algorithm)
        let message = Array("message".utf8)
        let signature = try #require(read.signingKey).signature(of: message)
        #expect(key.verificationKey.isValid(signature, for: message))
        #expect(!key.verificationKey.isValid(signature, for: Array("massage".utf8)))
    }

    @Test func `the published set holds no private number`() throws {
        let keys = try KeySet(SignatureAlgorithm.allCases.map(JSONWebKey.random))
        let text = keys.publicText()
        let published = try JSONDocument(parsing: text, limits: .request)
        let list = try #require(published.member("keys", of: published.root))
        #expect(published.items(list).map { $0 }.count == 3)
        for key in published.items(list) {
            let names = Set(published.members(key).compactMap { published.string($0.key) })
            #expect(names.isDisjoint(with: ["d", "p", "q", "dp", "dq", "qi", "k"]))
        }
        let read = try KeySet(parsing: text, from: .remote)
        #expect(read.keys.map(\.algorithm) == [.edDSA, .es256, .rs256])
        #expect(read.keys.allSatisfy { $0.signingKey == nil })
        #expect(TokenMint(read.keys[0]) == nil)
    }

    private func document(_ text: [UInt8]) throws -> [String: String] {
        let document = try JSONDocument(parsing: text)
        return Dictionary(
            uniqueKeysWithValues: document.members(document.root).map {
                (document.string($0.key) ?? "", document.string($0.value) ?? "")
            })
    }
}
