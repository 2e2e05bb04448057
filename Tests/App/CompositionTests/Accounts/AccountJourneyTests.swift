import Cryptography
import HTTP
import JSON
import Lifecycle
import Prelude
import Testing

struct AccountJourneyTests {
    @Test(arguments: RunningNode.Store.available)
    func `a user registers, logs in, is known by the token, refreshes, and logs out`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let client = AccountClient(node: node)
            let registered = try await client.register("ann")
            #expect(registered["userId"] == "ann", "\(registered.text)")
            let first = try await client.login("ann")
            let token = try #require(first["accessToken"]?.string, "\(first.text)")
            let me = try await client.ask("{ me { id email name phone role status } }", token: token)
            #expect(
                me["data"]?["me"] == [
                    "id": "ann", "email": "ann@example.com", "name": "The ann", "phone": .null, "role": "USER",
                    "status": "ACTIVE",
                ], "\(me.text)")
            let second = try await client.refresh(first["refreshToken"])
            #expect(second["userId"] == "ann", "\(second.text)")
            #expect(second["refreshToken"] != first["refreshToken"])
            #expect(second["refreshTokenExpiresAt"] == first["refreshTokenExpiresAt"])
            let out = try await client.mutate("logout", token: try #require(second["accessToken"]?.string))
            #expect(out["__typename"] == "SignedOut", "\(out.text)")
            #expect(try await client.refresh(second["refreshToken"]).reason == "SESSION_ENDED")
        }
    }

    @Test func `a refresh token that comes back voids the whole session, and no other`() async throws {
        try await RunningNode.run { node in
            let client = AccountClient(node: node)
            _ = try await client.register("ann")
            let (one, other) = (try await client.login("ann"), try await client.login("ann"))
            let next = try await client.refresh(one["refreshToken"])
            #expect(try await client.refresh(one["refreshToken"]).reason == "TOKEN_REUSED")
            #expect(try await client.refresh(next["refreshToken"]).reason == "SESSION_ENDED")
            #expect(try await client.refresh(other["refreshToken"])["userId"] == "ann")
            for nonsense in ["", ".", "a", "a.", "-.x", String(repeating: "a", count: 10_000) + ".b"] {
                #expect(try await client.refresh(.string(nonsense)).reason == "SESSION_ENDED")
            }
        }
    }

    @Test func `five failures lock an address alike, whether or not it has an account`() async throws {
        try await RunningNode.run { node in
            let client = AccountClient(node: node)
            _ = try await client.register("ann")
            for id in ["ann", "nobody"] {
                for _ in 0..<5 {
                    #expect(try await client.login(id, password: "wrong").reason == "INVALID_CREDENTIALS")
                }
                #expect(try await client.login(id).reason == "LOCKED")
            }
        }
    }

    @Test func `of many guesses at once no more than five are answered`() async throws {
        try await RunningNode.run { node in
            let client = AccountClient(node: node)
            _ = try await client.register("ann")
            let reasons = try await withThrowingTaskGroup(of: String?.self) { group in
                for guess in 0..<20 {
                    group.addTask { try await client.login("ann", password: "guess \(guess)").reason }
                }
                return try await group.reduce(into: [String?]()) { $0.append($1) }
            }
            #expect(reasons.count { $0 == "INVALID_CREDENTIALS" } == 5, "\(reasons)")
            #expect(reasons.count { $0 == "LOCKED" } == 15, "\(reasons)")
        }
    }

    @Test func `another password ends every other session, and the old one opens nothing`() async throws {
        try await RunningNode.run { node in
            let client = AccountClient(node: node)
            _ = try await client.register("ann")
            let (here, there) = (try await client.login("ann"), try await client.login("ann"))
            let token = try #require(here["accessToken"]?.string)
            let wrong: JSONValue = ["password": "wrong", "newPassword": "battery staple"]
            #expect(try await client.mutate("changePassword", wrong, token: token).reason == "INVALID_CREDENTIALS")
            let change: JSONValue = ["password": "correct horse", "newPassword": "battery staple"]
            let id = [("Idempotency-Key", "018f6e3c-9d2a-7b31-8c55-0f6f2d8c1a77")]
            for _ in 0..<2 {
                let changed = try await client.mutate("changePassword", change, token: token, id)
                #expect(changed["userId"] == "ann", "sent again, it answers as the first time: \(changed.text)")
            }
            #expect(try await client.refresh(there["refreshToken"]).reason == "SESSION_ENDED")
            #expect(try await client.refresh(here["refreshToken"])["userId"] == "ann")
            #expect(try await client.login("ann").reason == "INVALID_CREDENTIALS")
            #expect(try await client.login("ann", password: "battery staple")["userId"] == "ann")
            let short: JSONValue = ["password": "battery staple", "newPassword": "short"]
            #expect(try await client.mutate("changePassword", short, token: token).errorCode == "BAD_USER_INPUT")
        }
    }

    @Test func `a registration that is sent again is the same, and the address is taken for others`() async throws {
        try await RunningNode.run { node in
            let client = AccountClient(node: node)
            let id = [("Idempotency-Key", "018f6e3c-9d2a-7b31-8c55-0f6f2d8c1a78")]
            let first = try await client.register("ann", id)
            #expect(first["userId"] == "ann", "\(first.text)")
            #expect(try await client.register("ann", id)["userId"] == "ann")
            #expect(try await client.register("ann").reason == "ADDRESS_TAKEN")
            let other: JSONValue = [
                "id": "ann", "email": "other@example.com", "password": "correct horse", "name": "Other",
            ]
            #expect(try await client.mutate("registerUser", other).reason == "USER_EXISTS")
            #expect(try await client.register("b b", password: "short").errorCode == "BAD_USER_INPUT")
        }
    }

    @Test func `the keys that sign the tokens of logins are published without their private halves`() async throws {
        try await RunningNode.run { node in
            let client = AccountClient(node: node)
            _ = try await client.register("ann")
            let login = try await client.login("ann")
            let token = Array(try #require(login["accessToken"]?.string).utf8)
            let published = try await node.send(.get, "/.well-known/jwks.json")
            #expect(!published.text.contains("\"d\""))
            let verifier = TokenVerifier(
                keys: try KeySet(parsing: published.body, from: .remote),
                rules: TokenRules(issuers: ["belvedere"], audience: "belvedere"))
            let now = SystemClock().wallTime
            let claims = try verifier.claims(of: token.span, at: now)
            #expect(claims.subject == "ann")
            #expect(claims.roles == ["user"])
            #expect(claims.session != nil)
            #expect((840...930).contains(claims.expiresAt - now.microseconds / 1_000_000))
        }
    }
}
