import Cryptography
import Prelude

/// Keys of every kind in one set, a good token for each, and the means to spoil it.
struct TokenFixture: Sendable {
    static let now = Timestamp(microseconds: 1_800_000_000_000_000)
    static let seconds: Int64 = 1_800_000_000
    static let keys: [SignatureAlgorithm: JSONWebKey] = Dictionary(
        uniqueKeysWithValues: SignatureAlgorithm.allCases.compactMap { algorithm in
            (try? JSONWebKey.random(for: algorithm)).map { (algorithm, $0) }
        })
    static let strangers: [SignatureAlgorithm: JSONWebKey] = Dictionary(
        uniqueKeysWithValues: SignatureAlgorithm.allCases.compactMap { algorithm in
            (try? JSONWebKey.random(for: algorithm)).map { (algorithm, $0) }
        })
    static let set = (try? KeySet(SignatureAlgorithm.allCases.compactMap { keys[$0] })) ?? nil

    let algorithm: SignatureAlgorithm
    let key: JSONWebKey
    let stranger: JSONWebKey
    let verifier: TokenVerifier

    init?(_ algorithm: SignatureAlgorithm) {
        guard let key = Self.keys[algorithm], let stranger = Self.strangers[algorithm], let set = Self.set else {
            return nil
        }
        (self.algorithm, self.key, self.stranger) = (algorithm, key, stranger)
        verifier = TokenVerifier(keys: set, rules: Self.rules)
    }

    static let rules = TokenRules(issuers: ["https://id.example", "https://other.example"], audience: "belvedere")
    static let claims = TokenClaims(
        issuer: "https://id.example", audience: ["belvedere"], subject: "user-1", tenant: "acme",
        expiresAt: seconds + 900, issuedAt: seconds, roles: ["member"], scopes: ["read", "write"])

    var keyName: String { String(decoding: key.identifier, as: UTF8.self) }
    var header: String { #"{"alg":"\#(algorithm.name)","typ":"JWT","kid":"\#(keyName)"}"# }
    let claimsText =
        #"{"iss":"https://id.example","aud":"belvedere","sub":"user-1","tenant":"acme","exp":1800000900}"#

    /// The usual claims with one member replaced, added, or left out.
    func claims(_ name: String, _ value: String?) -> String {
        var members: [(String, String)] = [
            ("iss", #""https://id.example""#), ("aud", #""belvedere""#), ("sub", #""user-1""#), ("tenant", #""acme""#),
            ("exp", "1800000900"),
        ]
        members.removeAll { $0.0 == name }
        if let value { members.append((name, value)) }
        return "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    /// A header with one member replaced or added; `nil` leaves it out.
    func header(_ name: String, _ value: String?) -> String {
        var members = [("alg", "\"\(algorithm.name)\""), ("typ", #""JWT""#), ("kid", "\"\(keyName)\"")]
        members.removeAll { $0.0 == name }
        if let value { members.append((name, value)) }
        return "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    /// Signs any two texts as they are, well-formed or not.
    func signed(header: String? = nil, claims: String? = nil, by key: JSONWebKey? = nil) -> [UInt8] {
        signed(header: Array((header ?? self.header).utf8), claims: Array((claims ?? claimsText).utf8), by: key)
    }

    func signed(header: [UInt8], claims: [UInt8], by key: JSONWebKey? = nil) -> [UInt8] {
        let message = text(header) + [0x2E] + text(claims)
        let signature = (key ?? self.key).signingKey?.signature(of: message) ?? []
        return message + [0x2E] + text(signature)
    }

    /// The good token with its signature's bytes replaced.
    func resigned(_ change: ([UInt8]) -> [UInt8]) -> [UInt8] {
        let parts = signed().split(separator: 0x2E).map { Array($0) }
        let signature = Base64.decode(parts[2], as: .url) ?? []
        return parts[0] + [0x2E] + parts[1] + [0x2E] + text(change(signature))
    }

    /// The good token with the texts of its parts replaced.
    func retyped(_ change: (inout [[UInt8]]) -> Void) -> [UInt8] {
        var parts = signed().split(separator: 0x2E).map { Array($0) }
        change(&parts)
        return Array(parts.joined(separator: [0x2E]))
    }

    func text(_ bytes: [UInt8]) -> [UInt8] { Base64.encode(bytes, as: .url) }
}
