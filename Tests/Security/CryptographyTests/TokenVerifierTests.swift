import Cryptography
import Prelude
import Testing

struct TokenVerifierTests {
    @Test(arguments: SignatureAlgorithm.allCases)
    func `a minted token is read as it was meant`(_ algorithm: SignatureAlgorithm) throws {
        let fixture = try #require(TokenFixture(algorithm))
        let mint = try #require(TokenMint(fixture.key))
        var claims = TokenFixture.claims
        claims.notBefore = TokenFixture.seconds
        claims.identifier = "token-1"
        claims.session = "login-1"
        claims.audience = ["other", "belvedere"]
        let token = mint.token(for: claims)
        #expect(try fixture.verifier.claims(of: token, at: TokenFixture.now) == claims)
    }

    /// The table of attacks: every one against every kind of key.
    @Test(arguments: HostileToken.all, SignatureAlgorithm.allCases)
    func `a hostile token is refused`(_ attack: HostileToken, _ algorithm: SignatureAlgorithm) throws {
        let fixture = try #require(TokenFixture(algorithm))
        let token = attack.make(fixture)
        #expect(throws: attack.refusal) { try fixture.verifier.claims(of: token, at: TokenFixture.now) }
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func `the token that the attacks start from is good`(_ algorithm: SignatureAlgorithm) throws {
        let fixture = try #require(TokenFixture(algorithm))
        let claims = try fixture.verifier.claims(of: fixture.signed(), at: TokenFixture.now)
        #expect(claims.tenant == "acme")
        #expect(claims.roles.isEmpty)
    }

    @Test(arguments: [
        ("exp", "1799999971"), ("nbf", "1800000030"), ("iat", "1800000030"), ("aud", #"["x","belvedere"]"#),
        ("iss", #""https://other.example""#), ("scope", #""""#), ("roles", "[]"), ("unknown", #"{"a":[1.5e3]}"#),
    ])
    func `what is just within the rules is accepted`(_ name: String, _ value: String) throws {
        let fixture = try #require(TokenFixture(.edDSA))
        let token = fixture.signed(claims: fixture.claims(name, value))
        #expect(try fixture.verifier.claims(of: token, at: TokenFixture.now).subject == "user-1")
    }

    @Test(arguments: [#""jwt""#, #""at+jwt""#, #""AT+JWT""#])
    func `the usual types are accepted in any case`(_ type: String) throws {
        let fixture = try #require(TokenFixture(.hs256))
        let token = fixture.signed(header: fixture.header("typ", type))
        #expect(try fixture.verifier.claims(of: token, at: TokenFixture.now).subject == "user-1")
    }

    @Test func `a token without a key's name is read by the only key`() throws {
        let fixture = try #require(TokenFixture(.es256))
        let verifier = TokenVerifier(keys: try KeySet([fixture.key]), rules: TokenFixture.rules)
        let token = fixture.signed(header: fixture.header("kid", nil))
        #expect(try verifier.claims(of: token, at: TokenFixture.now).tenant == "acme")
    }

    @Test(arguments: [SignatureAlgorithm.hs256, .edDSA])
    func `no changed, dropped or doubled byte survives`(_ algorithm: SignatureAlgorithm) throws {
        let fixture = try #require(TokenFixture(algorithm))
        let good = fixture.signed()
        var generator = SeededGenerator(seed: 49)
        for round in 0..<4_000 {
            var token = good
            for _ in 0...Int.random(in: 0...2, using: &generator) {
                let place = Int.random(in: token.indices, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: token[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: token.remove(at: place)
                case 2: token.insert(token[place], at: place)
                default: token.swapAt(place, Int.random(in: token.indices, using: &generator))
                }
            }
            guard token != good else { continue }
            #expect(throws: TokenRefusal.self, "round \(round)") {
                try fixture.verifier.claims(of: token, at: TokenFixture.now)
            }
        }
    }

    @Test func `moments at the ends of time are no trap`() throws {
        let fixture = try #require(TokenFixture(.hs256))
        let token = fixture.signed()
        #expect(throws: TokenRefusal.expired) {
            try fixture.verifier.claims(of: token, at: Timestamp(microseconds: .max))
        }
        let issued = fixture.signed(claims: fixture.claims("iat", "1800000000"))
        #expect(throws: TokenRefusal.notYetValid) {
            try fixture.verifier.claims(of: issued, at: Timestamp(microseconds: .min))
        }
    }
}

struct VerifiedTokensTests {
    @Test func `a remembered token still expires`() throws {
        let fixture = try #require(TokenFixture(.edDSA))
        let tokens = VerifiedTokens(fixture.verifier)
        let token = fixture.signed()
        for _ in 0..<2 { #expect(try tokens.claims(of: token, at: TokenFixture.now).tenant == "acme") }
        #expect(tokens.count == 1)
        let later = TokenFixture.now.advanced(microseconds: 930_000_000)
        #expect(throws: TokenRefusal.expired) { try tokens.claims(of: token, at: later) }
    }

    @Test func `a bad token is refused each time and never remembered`() throws {
        let fixture = try #require(TokenFixture(.hs256))
        let tokens = VerifiedTokens(fixture.verifier)
        let token = fixture.resigned { $0.map { _ in 0 } }
        for _ in 0..<3 {
            #expect(throws: TokenRefusal.badSignature) { try tokens.claims(of: token, at: TokenFixture.now) }
        }
        #expect(tokens.count == 0)
    }

    @Test func `memory is bounded and what is in use stays`() throws {
        let fixture = try #require(TokenFixture(.hs256))
        let tokens = VerifiedTokens(fixture.verifier, tokensMax: 10)
        for number in 0..<100 {
            let token = fixture.signed(claims: fixture.claims("sub", "\"user-\(number)\""))
            #expect(try tokens.claims(of: token, at: TokenFixture.now).subject == "user-\(number)")
            #expect(tokens.count <= 10)
        }
    }
}

struct KeyRefreshMachineTests {
    private func at(_ seconds: Int64) -> Timestamp { Timestamp(microseconds: seconds * 1_000_000) }

    @Test func `a thousand unknown names in a minute are one fetch`() {
        var machine = KeyRefreshMachine()
        var fetches = 0
        for step in 0..<1_000 {
            if machine.unknownKey(at: Timestamp(microseconds: Int64(step) * 59_000)) == .fetch {
                fetches += 1
                machine.ended()
            }
        }
        #expect(fetches == 1)
        #expect(machine.unknownKey(at: at(60)) == .fetch)
    }

    @Test func `one fetch runs at a time`() {
        var machine = KeyRefreshMachine()
        #expect(machine.tick(at: at(0)) == .fetch)
        #expect(machine.tick(at: at(5_000)) == .nothing)
        #expect(machine.unknownKey(at: at(5_000)) == .nothing)
        machine.ended()
        #expect(machine.unknownKey(at: at(5_000)) == .fetch)
    }

    @Test func `keys are looked at again every ten minutes`() {
        var machine = KeyRefreshMachine()
        #expect(machine.tick(at: at(0)) == .fetch)
        machine.ended()
        #expect(machine.tick(at: at(599)) == .nothing)
        #expect(machine.tick(at: at(600)) == .fetch)
    }

    @Test func `a fetch that fails is tried again soon, then less and less often`() {
        var machine = KeyRefreshMachine()
        var begun: [Int64] = []
        for second in 0..<300 as Range<Int64> where machine.unknownKey(at: at(second)) == .fetch {
            begun.append(second)
            machine.ended(well: false)
        }
        #expect(begun == [0, 1, 3, 7, 15, 31, 63, 95, 127, 159, 191, 223, 255, 287])
        #expect(machine.tick(at: at(320)) == .fetch)
        machine.ended()
        #expect(machine.tick(at: at(400)) == .nothing)
    }

    @Test func `a clock that was set back fetches no sooner`() {
        var machine = KeyRefreshMachine()
        #expect(machine.unknownKey(at: at(1_000)) == .fetch)
        machine.ended()
        #expect(machine.unknownKey(at: at(10)) == .nothing)
    }
}
