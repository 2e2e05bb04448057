import Cryptography
import Gateway
import HTTP
import JSON
import Lifecycle
import Prelude
import Telemetry
import Testing

@testable import Composition

struct KeyFetchTests {
    /// A fetcher of a provider's keys on a clock that stands still.
    private struct Fixture {
        let provider: KeyServer
        let clock = ManualClock()
        let health = HealthRegistry()
        let fetch: KeyFetch

        init() async throws {
            provider = try await KeyServer()
            let address = try #require(WebAddress(provider.url))
            let rules = TokenRules(issuers: ["https://id.example"], audience: "shop")
            fetch = try KeyFetch(
                RemoteKeys(address: address, rootsFile: nil, rules: rules), loops: provider.loops, clock: clock,
                health: health, log: .silent)
        }

        func stop() async {
            await fetch.stop()
            await provider.stop()
        }

        /// What is said of a token that the key has signed.
        func verdict(_ key: JSONWebKey) -> String {
            let claims = TokenClaims(
                issuer: "https://id.example", audience: ["shop"], subject: "ann", tenant: "t",
                expiresAt: clock.wallTime.microseconds / 1_000_000 + 86_400)
            let token = TokenMint(key)?.token(for: claims) ?? []
            do throws(TokenRefusal) {
                return try fetch.tokens.claims(of: token.span, at: clock.wallTime).subject
            } catch {
                return "\(error)"
            }
        }

        var isReady: Bool { health.report().checks.allSatisfy { $0.status == .ok } }
    }

    private func run(_ body: (Fixture) async throws -> Void) async throws {
        let fixture = try await Fixture()
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(fixture)) } catch { outcome = .failure(error) }
        await fixture.stop()
        try outcome.get()
    }

    private let old = try? JSONWebKey.random(for: .edDSA)
    private let new = try? JSONWebKey.random(for: .es256)

    @Test func `a token of a new key is refused once, and good as soon as the key was fetched`() async throws {
        let (old, new) = (try #require(old), try #require(new))
        try await run { fixture in
            try fixture.provider.publish(old)
            try await fixture.fetch.start()
            #expect(fixture.verdict(old) == "ann")
            #expect(fixture.isReady)
            try fixture.provider.publish(old, new)
            #expect(fixture.verdict(new) == "unknownKey")
            await fixture.fetch.fetchIfDue()
            #expect(fixture.provider.asked == 1, "not within a minute of the last fetch")
            fixture.clock.advance(by: .seconds(60))
            #expect(fixture.verdict(new) == "unknownKey")
            await fixture.fetch.fetchIfDue()
            #expect([fixture.verdict(old), fixture.verdict(new)] == ["ann", "ann"])
            #expect(fixture.provider.asked == 2)
        }
    }

    @Test func `tokens of a key that is gone are refused after the next look, also those that were good before`()
        async throws
    {
        let (old, new) = (try #require(old), try #require(new))
        try await run { fixture in
            try fixture.provider.publish(old)
            try await fixture.fetch.start()
            #expect(fixture.verdict(old) == "ann")
            try fixture.provider.publish(new)
            fixture.clock.advance(by: .seconds(599))
            await fixture.fetch.fetchIfDue()
            #expect(fixture.verdict(old) == "ann")
            fixture.clock.advance(by: .seconds(1))
            await fixture.fetch.fetchIfDue()
            #expect([fixture.verdict(old), fixture.verdict(new)] == ["unknownKey", "ann"])
        }
    }

    private static let garbage: [(HTTPStatus, String)] = [
        (.ok, "garbage"), (.ok, #"{"keys":[]}"#), (.ok, #"{"keys":[{"kty":"oct","k":"AAAA","alg":"HS256"}]}"#),
        (.ok, String(repeating: " ", count: 70_000)), (HTTPStatus(rawValue: 500), "{}"),
        (HTTPStatus(rawValue: 302), "{}"), (.notFound, ""),
    ]

    @Test(arguments: garbage.indices)
    func `keys stay in use when the address answers anything but a set`(_ place: Int) async throws {
        let old = try #require(old)
        let (status, text) = Self.garbage[place]
        try await run { fixture in
            try fixture.provider.publish(old)
            try await fixture.fetch.start()
            fixture.provider.answer(status, Array(text.utf8))
            fixture.clock.advance(by: .seconds(600))
            await fixture.fetch.fetchIfDue()
            #expect(fixture.verdict(old) == "ann")
            #expect(!fixture.isReady, "operators are told")
            try fixture.provider.publish(old)
            fixture.clock.advance(by: .seconds(1))
            await fixture.fetch.fetchIfDue()
            #expect(fixture.isReady, "it is tried again soon")
        }
    }

    @Test func `keys stay in use when nobody is at the address any more`() async throws {
        let old = try #require(old)
        try await run { fixture in
            try fixture.provider.publish(old)
            try await fixture.fetch.start()
            await fixture.provider.goDown()
            fixture.clock.advance(by: .seconds(600))
            await fixture.fetch.fetchIfDue()
            #expect(fixture.verdict(old) == "ann")
            #expect(!fixture.isReady)
        }
    }

    @Test func `a node that has never had keys refuses everybody, is not ready, and asks again soon`() async throws {
        let old = try #require(old)
        try await run { fixture in
            fixture.provider.answer(.badGateway, [])
            try await fixture.fetch.start()
            fixture.health.didStart()
            #expect(fixture.verdict(old) == "unknownKey")
            #expect(!fixture.health.report().isReady)
            try fixture.provider.publish(old)
            fixture.clock.advance(by: .seconds(1))
            await fixture.fetch.fetchIfDue()
            #expect(fixture.verdict(old) == "ann")
            #expect(fixture.health.report().isReady)
        }
    }

    @Test func `a node accepts the tokens of the provider that its configuration names, and no others`() async throws {
        let old = try #require(old)
        let provider = try await KeyServer()
        try provider.publish(old)
        let flags = [
            ("auth.keys_url", provider.url), ("auth.issuers", "https://id.example"), ("auth.audience", "shop"),
        ]
        try await RunningNode.run(flags) { (node) async throws in
            let now = SystemClock().wallTime.microseconds / 1_000_000
            let claims = TokenClaims(
                issuer: "https://id.example", audience: ["shop"], subject: "ann", tenant: "demo", expiresAt: now + 60)
            let token = String(decoding: TokenMint(old)?.token(for: claims) ?? [], as: UTF8.self)
            let body: JSONValue = ["query": "{ boards { nodes { id } } }"]
            func status(_ token: String) async throws -> Int {
                let fields = [("Content-Type", "application/json"), ("Authorization", "Bearer " + token)]
                return try await node.send(.post, "/graphql", fields, body: body.bytes).status
            }
            #expect(try await status(token) == 200)
            #expect(try await status(node.token()) == 401, "the node's own key is not the provider's")
        }
        await provider.stop()
    }
}
