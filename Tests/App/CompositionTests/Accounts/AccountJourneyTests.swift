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

    @Test func `nobody registers under the name of another user`() async throws {
        try await RunningNode.run { node in
            let client = AccountClient(node: node)
            let input: JSONValue = [
                "id": "ann", "email": "bob@example.com", "password": "correct horse", "name": "Bob",
            ]
            let bob = node.token("bob", tenant: "public")
            #expect(try await client.mutate("registerUser", input, token: bob).errorCode == "FORBIDDEN")
            #expect(try await client.mutate("registerUser", input).errorCode == "UNAUTHENTICATED")
            #expect(try await client.login("bob").reason == "INVALID_CREDENTIALS")
            let own: JSONValue = ["email": "bob@example.com", "password": "correct horse", "name": "Bob"]
            let id = try #require(try await client.mutate("registerUser", own)["userId"]?.string)
            #expect(id != "ann")
            #expect(try await client.login("bob")["userId"] == .string(id))
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `a login and a refresh that are sent again give the same tokens while these are good`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let client = AccountClient(node: node)
            _ = try await client.register("ann")
            func key(_ digit: Int) -> [(String, String)] {
                [("Idempotency-Key", "018f6e3c-9d2a-7b31-8c55-0f6f2d8c1b\(70 + digit)")]
            }
            let (login, again) = (try await client.login("ann", key(1)), try await client.login("ann", key(1)))
            #expect(login["refreshToken"]?.string != nil, "\(login.text)")
            #expect(again["refreshToken"] == login["refreshToken"], "\(again.text)")
            #expect(try await client.login("ann", key(2))["refreshToken"] != login["refreshToken"])
            let first = try await client.refresh(login["refreshToken"], key(3))
            let second = try await client.refresh(login["refreshToken"], key(3))
            #expect(first["refreshToken"]?.string != nil, "\(first.text)")
            #expect(second["refreshToken"] == first["refreshToken"], "\(second.text)")
            #expect(try await client.login("ann", key(1)).reason == "SESSION_ENDED", "it has gone on since")
            let next = try await client.refresh(first["refreshToken"], key(4))
            #expect(next["userId"] == "ann", "a repeat has not ended the session: \(next.text)")
            #expect(try await client.refresh(login["refreshToken"], key(3)).reason == "SESSION_ENDED")
            #expect(try await client.refresh(next["refreshToken"], key(5))["userId"] == "ann")
            let stolen = try await client.refresh(login["refreshToken"], key(6))
            #expect(stolen.reason == "TOKEN_REUSED", "another id with a used token is theft: \(stolen.text)")
        }
    }

    @Test func `a repeated refresh gives nothing once the session is over`() async throws {
        try await RunningNode.run { node in
            let client = AccountClient(node: node)
            _ = try await client.register("ann")
            let key = [("Idempotency-Key", "018f6e3c-9d2a-7b31-8c55-0f6f2d8c1c01")]
            let login = try await client.login("ann")
            let first = try await client.refresh(login["refreshToken"], key)
            let token = try #require(first["accessToken"]?.string)
            #expect(try await client.mutate("logout", token: token)["__typename"] == "SignedOut")
            #expect(try await client.refresh(login["refreshToken"], key).reason == "SESSION_ENDED")
        }
    }

    @Test func `logins beyond those that may wait are told to come later, by the status too`() async throws {
        let flags = [
            ("accounts.password_threads", "1"), ("accounts.password_queue_max", "1"),
            ("accounts.password_memory", "64MiB"), ("accounts.password_passes", "3"),
        ].map { (name: $0.0, value: $0.1) }
        try await RunningNode.run(on: .sqlite, flags) { node in
            let body: JSONValue = [
                "query": """
                mutation { login(input: { email: "ann@example.com", password: "wrong horse" }) {
                  ... on AccountRefused { reason } } }
                """
            ]
            let answers = try await withThrowingTaskGroup(of: RunningNode.Answer.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        try await node.send(
                            .post, "/graphql", [("Content-Type", "application/json")], body: body.bytes)
                    }
                }
                return try await group.reduce(into: [RunningNode.Answer]()) { $0.append($1) }
            }
            let refused = answers.filter { $0.status == 429 }
            #expect(!refused.isEmpty && answers.allSatisfy { [200, 429].contains($0.status) })
            for answer in refused {
                #expect(answer.json.errorCode == "OVERLOADED", "\(answer.text)")
                #expect(answer.field("Retry-After") == "1")
            }
            #expect(answers.contains { $0.status == 200 && $0.json["data"]?["login"]?["reason"] != nil })
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
            #expect(try await client.mutate("registerUser", other, token: client.admin).reason == "USER_EXISTS")
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
