import Cryptography
import Testing

/// One way to attack the reader of tokens, and how it must be refused.
struct HostileToken: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let refusal: TokenRefusal
    let make: @Sendable (TokenFixture) -> [UInt8]

    init(
        _ description: String, _ refusal: TokenRefusal, _ make: @escaping @Sendable (TokenFixture) -> [UInt8]
    ) {
        (testDescription, self.refusal, self.make) = (description, refusal, make)
    }

    static let all = shapes + sizes + algorithms + keys + extensions + signatures + times + names + duplicates

    private static let shapes = [
        HostileToken("nothing", .malformed) { _ in [] },
        HostileToken("two dots alone", .malformed) { _ in Array("..".utf8) },
        HostileToken("no dot", .malformed) { $0.text(Array($0.header.utf8)) },
        HostileToken("one dot", .malformed) { $0.retyped { $0.removeLast() } },
        HostileToken("four parts", .malformed) { $0.retyped { $0.append(Array("AAAA".utf8)) } },
        HostileToken("five parts, as an encrypted token", .malformed) {
            $0.retyped { $0 += [Array("AAAA".utf8), Array("AAAA".utf8)] }
        },
        HostileToken("empty header", .malformed) { $0.retyped { $0[0] = [] } },
        HostileToken("empty claims", .malformed) { $0.retyped { $0[1] = [] } },
        HostileToken("empty signature", .malformed) { $0.retyped { $0[2] = [] } },
        HostileToken("padded header", .malformed) { $0.retyped { $0[0] += Array("==".utf8) } },
        HostileToken("padded signature", .malformed) { $0.retyped { $0[2] += Array("=".utf8) } },
        HostileToken("space before", .malformed) { [0x20] + $0.signed() },
        HostileToken("line end after", .malformed) { $0.signed() + [0x0A] },
        HostileToken("space inside the claims", .malformed) { $0.retyped { $0[1].insert(0x20, at: 4) } },
        HostileToken("plus of the other alphabet", .malformed) { $0.retyped { $0[2][0] = 0x2B } },
        HostileToken("NUL inside", .malformed) { $0.retyped { $0[2][3] = 0 } },
        HostileToken("a single loose digit", .malformed) { $0.retyped { $0[0] = Array("eyJhb".utf8) } },
        HostileToken("header is a list", .badHeader) { $0.signed(header: "[]") },
        HostileToken("header is no JSON", .badHeader) { $0.signed(header: "alg=EdDSA") },
        HostileToken("header with bytes after it", .badHeader) { $0.signed(header: $0.header + "{}") },
        HostileToken("claims are a list", .badClaims) { $0.signed(claims: "[]") },
        HostileToken("claims are no JSON", .badClaims) { $0.signed(claims: "tenant=acme") },
        HostileToken("claims after a byte order mark", .badClaims) { $0.signed(claims: "\u{FEFF}" + $0.claimsText) },
        HostileToken("claims that are not UTF-8", .badClaims) {
            $0.signed(
                header: Array($0.header.utf8),
                claims: Array($0.claims("sub", "\"").utf8.dropLast()) + [0xFF, 0x22, 0x7D])
        },
        HostileToken("claims nested too deeply", .badClaims) {
            $0.signed(claims: $0.claims("x", String(repeating: "[", count: 50) + String(repeating: "]", count: 50)))
        },
        HostileToken("header and claims exchanged", .badHeader) { $0.retyped { $0.swapAt(0, 1) } },
    ]

    private static let sizes = [
        HostileToken("one byte over the limit", .tooLong) { fixture in
            fixture.signed() + [UInt8](repeating: 0x41, count: TokenVerifier.tokenBytesMax + 1 - fixture.signed().count)
        },
        HostileToken("a megabyte", .tooLong) {
            $0.signed(claims: $0.claims("x", "\"\(String(repeating: "a", count: 1 << 20))\""))
        },
    ]

    private static let algorithms =
        ["none", "None", "NONE", "nOnE", "", "HS512", "PS256", "RS1", "eddsa", "EdDSA ", "ES256K"].map { name in
            HostileToken("alg \"\(name)\"", .wrongAlgorithm) { $0.signed(header: $0.header("alg", "\"\(name)\"")) }
        } + [
            HostileToken("alg none without signature", .malformed) {
                $0.text(Array($0.header("alg", "\"none\"").utf8)) + [0x2E] + $0.text(Array($0.claimsText.utf8)) + [0x2E]
            },
            HostileToken("no alg", .badHeader) { $0.signed(header: $0.header("alg", nil)) },
            HostileToken("alg null", .badHeader) { $0.signed(header: $0.header("alg", "null")) },
            HostileToken("alg a number", .badHeader) { $0.signed(header: $0.header("alg", "1")) },
            HostileToken("alg a list", .badHeader) {
                $0.signed(header: $0.header("alg", "[\"\($0.algorithm.name)\"]"))
            },
            HostileToken("the algorithm of another key", .wrongAlgorithm) {
                $0.signed(header: $0.header("alg", $0.algorithm == .hs256 ? #""RS256""# : #""HS256""#))
            },
            HostileToken("the public key as a shared secret", .wrongAlgorithm) { fixture in
                fixture.confused(header: fixture.header("alg", fixture.algorithm == .hs256 ? #""RS256""# : #""HS256""#))
            },
            HostileToken("the public key as a shared secret, true alg", .badSignature) { fixture in
                fixture.confused(header: fixture.header)
            },
        ]

    private static let keys =
        [
            "../../../../dev/null", "' OR '1'='1", "https://evil.example/jwks.json", "", "\\u0000", "a\\u0000b",
            "kid; DROP TABLE keys",
        ].map { name in
            HostileToken("kid \"\(name)\"", .unknownKey) { $0.signed(header: $0.header("kid", "\"\(name)\"")) }
        } + [
            HostileToken("kid with a space after it", .unknownKey) {
                $0.signed(header: $0.header("kid", "\"\($0.keyName) \""))
            },
            HostileToken("kid in capitals", .unknownKey) {
                $0.signed(header: $0.header("kid", "\"\($0.keyName.uppercased())\""))
            },
            HostileToken("no kid among several keys", .unknownKey) { $0.signed(header: $0.header("kid", nil)) },
            HostileToken("kid a number", .badHeader) { $0.signed(header: $0.header("kid", "1")) },
            HostileToken("kid null", .badHeader) { $0.signed(header: $0.header("kid", "null")) },
            HostileToken("a stranger's key, our kid", .badSignature) { $0.signed(by: $0.stranger) },
            HostileToken("a stranger's key, its own kid", .unknownKey) {
                $0.signed(
                    header: $0.header("kid", "\"\(String(decoding: $0.stranger.identifier, as: UTF8.self))\""),
                    by: $0.stranger)
            },
            HostileToken("a stranger's key inside the header", .badSignature) { fixture in
                let key = String(decoding: fixture.stranger.privateText(), as: UTF8.self)
                return fixture.signed(header: fixture.header("jwk", key), by: fixture.stranger)
            },
            HostileToken("a stranger's key inside the header, no kid", .unknownKey) { fixture in
                let key = String(decoding: fixture.stranger.privateText(), as: UTF8.self)
                let header = #"{"alg":"\#(fixture.algorithm.name)","jwk":\#(key)}"#
                return fixture.signed(header: header, by: fixture.stranger)
            },
            HostileToken("an address of keys (jku)", .badSignature) {
                $0.signed(header: $0.header("jku", #""https://evil.example/jwks.json""#), by: $0.stranger)
            },
            HostileToken("an address of certificates (x5u)", .badSignature) {
                $0.signed(header: $0.header("x5u", #""http://169.254.169.254/""#), by: $0.stranger)
            },
            HostileToken("certificates in the header (x5c)", .badSignature) {
                $0.signed(header: $0.header("x5c", #"["MIIB"]"#), by: $0.stranger)
            },
        ]

    private static let extensions = [
        HostileToken("crit of a known claim", .unknownExtension) { $0.signed(header: $0.header("crit", #"["exp"]"#)) },
        HostileToken("crit of nothing", .unknownExtension) { $0.signed(header: $0.header("crit", "[]")) },
        HostileToken("crit no list", .unknownExtension) { $0.signed(header: $0.header("crit", #""exp""#)) },
        HostileToken("unencoded claims (b64)", .badHeader) { $0.signed(header: $0.header("b64", "false")) },
        HostileToken("compressed (zip)", .badHeader) { $0.signed(header: $0.header("zip", #""DEF""#)) },
        HostileToken("encrypted (enc)", .badHeader) { $0.signed(header: $0.header("enc", #""A256GCM""#)) },
        HostileToken("a token in a token (cty)", .badHeader) { $0.signed(header: $0.header("cty", #""JWT""#)) },
        HostileToken("another type", .badHeader) { $0.signed(header: $0.header("typ", #""logout+jwt""#)) },
        HostileToken("type a number", .badHeader) { $0.signed(header: $0.header("typ", "1")) },
    ]

    private static let signatures = [
        HostileToken("signature of zeroes", .badSignature) { $0.resigned { $0.map { _ in 0 } } },
        HostileToken("signature of ones", .badSignature) { $0.resigned { $0.map { _ in 0xFF } } },
        HostileToken("signature one byte short", .badSignature) { $0.resigned { $0.dropLast() } },
        HostileToken("signature one byte long", .badSignature) { $0.resigned { $0 + [0] } },
        HostileToken("signature with a leading zero", .badSignature) { $0.resigned { [0] + $0 } },
        HostileToken("signature of one byte", .badSignature) { $0.resigned { _ in [0] } },
        HostileToken("signature twice", .badSignature) { $0.resigned { $0 + $0 } },
        HostileToken("first bit turned", .badSignature) { $0.resigned { [$0[0] ^ 0x80] + $0.dropFirst() } },
        HostileToken("last bit turned", .badSignature) { $0.resigned { $0.dropLast() + [($0.last ?? 0) ^ 1] } },
        HostileToken("halves exchanged", .badSignature) {
            $0.resigned { $0.suffix($0.count / 2) + $0.prefix($0.count / 2) }
        },
        HostileToken("r and s the order of the curve", .badSignature) { fixture in
            fixture.resigned { _ in TokenFixture.order + TokenFixture.order }
        },
        HostileToken("s zero", .badSignature) {
            $0.resigned { $0.prefix($0.count / 2) + [UInt8](repeating: 0, count: $0.count / 2) }
        },
        HostileToken("r zero", .badSignature) {
            $0.resigned { [UInt8](repeating: 0, count: $0.count / 2) + $0.suffix($0.count / 2) }
        },
        HostileToken("the DER form", .badSignature) { $0.resigned { TokenFixture.encoded($0) } },
        HostileToken("signature of other claims", .badSignature) { fixture in
            let other = fixture.signed(claims: fixture.claims("sub", #""user-2""#)).split(separator: 0x2E)[2]
            return fixture.retyped { $0[2] = Array(other) }
        },
        HostileToken("claims changed after signing", .badSignature) { fixture in
            fixture.retyped { $0[1] = fixture.text(Array(fixture.claims("tenant", #""evil""#).utf8)) }
        },
        HostileToken("header changed after signing", .badSignature) { fixture in
            fixture.retyped { $0[0] = fixture.text(Array(fixture.header("x", "1").utf8)) }
        },
    ]

    private static let times =
        [
            "1799999970", "1799999000", "0", "-0",
        ].map { (time: String) in
            HostileToken("exp \(time)", .expired) { $0.signed(claims: $0.claims("exp", time)) }
        }
        + [
            "\"1800000900\"", "1800000900.0", "1.8e9", "1e30", "-1", "9223372036854775808", "253402300800",
            "99999999999999999999999", "null", "true", "[1800000900]", "{}",
        ].map { (time: String) in
            HostileToken("exp \(time)", .badClaims) { $0.signed(claims: $0.claims("exp", time)) }
        } + [
            HostileToken("no exp", .badClaims) { $0.signed(claims: $0.claims("exp", nil)) },
            HostileToken("nbf ahead", .notYetValid) { $0.signed(claims: $0.claims("nbf", "1800000031")) },
            HostileToken("nbf a text", .badClaims) { $0.signed(claims: $0.claims("nbf", "\"1800000000\"")) },
            HostileToken("nbf a fraction", .badClaims) { $0.signed(claims: $0.claims("nbf", "1.5")) },
            HostileToken("iat ahead", .notYetValid) { $0.signed(claims: $0.claims("iat", "1800000031")) },
            HostileToken("iat null", .badClaims) { $0.signed(claims: $0.claims("iat", "null")) },
        ]

    private static let names =
        [
            "\"https://evil.example\"", "\"https://id.example/\"", "\"HTTPS://ID.EXAMPLE\"", "\"\"",
            "\"https://\u{456}d.example\"",
        ]
        .map { (issuer: String) in
            HostileToken("iss \(issuer)", .wrongIssuer) { $0.signed(claims: $0.claims("iss", issuer)) }
        }
        + ["\"\"", "\"other\"", "\"belvedere2\"", "\"Belvedere\"", "[]", "[\"other\"]"].map { (audience: String) in
            HostileToken("aud \(audience)", .wrongAudience) { $0.signed(claims: $0.claims("aud", audience)) }
        }
        + names(claims)

    private static func names(_ claims: [(String, String?)]) -> [HostileToken] {
        claims.map { name, value in
            HostileToken("\(name) \(value ?? "missing")", .badClaims) { $0.signed(claims: $0.claims(name, value)) }
        }
    }

    private static let claims: [(String, String?)] = [
        ("iss", nil), ("iss", "[\"https://id.example\"]"), ("iss", "1"), ("aud", nil), ("aud", "1"), ("aud", "{}"),
        ("aud", "[\"belvedere\",1]"), ("aud", "null"), ("tenant", nil), ("tenant", "\"\""), ("tenant", "1"),
        ("tenant", "null"), ("tenant", "[\"acme\"]"), ("tenant", "\"ac me\""), ("tenant", "\"acm\u{E9}\""),
        ("tenant", "\"acme\\u0000\""), ("tenant", "\"\(String(repeating: "a", count: 257))\""), ("sub", nil),
        ("sub", "1"), ("sub", "\"\""), ("roles", "\"admin\""), ("roles", "[1]"), ("roles", "[\"a\\nb\"]"),
        ("scope", "1"), ("scope", "\"a  b\""), ("scope", "\" a\""), ("jti", "1"), ("sid", "\"\""),
    ]

    private static let duplicates = [
        HostileToken("alg twice", .badHeader) {
            $0.signed(header: #"{"alg":"\#($0.algorithm.name)","alg":"none","kid":"\#($0.keyName)"}"#)
        },
        HostileToken("kid twice", .badHeader) {
            $0.signed(header: #"{"alg":"\#($0.algorithm.name)","kid":"\#($0.keyName)","kid":"\#($0.keyName)"}"#)
        },
        HostileToken("tenant twice", .badClaims) { $0.signed(claims: $0.claims("x", #"1,"tenant":"evil""#)) },
        HostileToken("tenant twice, once escaped", .badClaims) {
            $0.signed(claims: $0.claims("x", #"1,"tena\u006et":"evil""#))
        },
        HostileToken("exp twice", .badClaims) { $0.signed(claims: $0.claims("x", #"1,"exp":1900000000"#)) },
    ]
}

extension TokenFixture {
    /// The order of P-256's group, as which r and s are never valid.
    static let order: [UInt8] = [
        0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xBC, 0xE6,
        0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
    ]

    /// Two numbers in the form that certificates use.
    static func encoded(_ signature: [UInt8]) -> [UInt8] {
        func integer(_ bytes: some Collection<UInt8>) -> [UInt8] {
            let body = (bytes.first ?? 0) < 0x80 ? Array(bytes) : [0] + bytes
            return [0x02, UInt8(truncatingIfNeeded: body.count)] + body
        }
        let half = signature.count / 2
        let body = integer(signature.prefix(half)) + integer(signature.suffix(half))
        return [0x30, UInt8(truncatingIfNeeded: body.count)] + body
    }

    /// Signs by HMAC with what everybody knows of the key.
    func confused(header: String) -> [UInt8] {
        let known = (try? KeySet([key]))?.publicText() ?? []
        guard let forger = try? JSONWebKey.shared((known + [UInt8](repeating: 0x20, count: 32))) else { return [] }
        return signed(header: header, by: forger)
    }
}
