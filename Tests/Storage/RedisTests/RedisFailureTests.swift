import Foundation
import Networking
import Prelude
import Testing

@testable import Redis

/// What happens when Redis stops, hangs, says no or is not there; each test has a server of its own to torment.
@Suite(.enabled(if: SharedRedis.endpoint != nil, "needs BELVEDERE_TEST_REDIS"), .timeLimit(.minutes(2)))
struct RedisFailureTests {
    private let ping = RedisCommand("PING")
    private let pong = RedisReply.status(Array("PONG".utf8))

    @Test func `a slow server costs the timeout and its late replies go nowhere`() async throws {
        let (fixture, redis) = (try RedisFixture(), try PrivateRedis())
        var settings = RedisSettings()
        settings.stallTimeout = .seconds(30)
        let client = fixture.client(of: redis, settings: settings)
        #expect(await client.connected())
        redis.freeze()
        await #expect(throws: RedisError.timedOut) { try await client.call(RedisCommand("SET", "a", "late")) }
        redis.thaw()
        // The reply to the first comes before those to these, and must not be taken for theirs.
        let echo = try await client.call(RedisCommand("ECHO", "mine"), timeout: .seconds(10))
        #expect(echo == .bytes(Array("mine".utf8)))
        #expect(try await client.call(RedisCommand("GET", "a"), timeout: .seconds(10)) == .bytes(Array("late".utf8)))
    }

    @Test func `a server that hangs opens the breaker, which then costs nothing`() async throws {
        let (fixture, redis, observer) = (try RedisFixture(), try PrivateRedis(), RecordingObserver())
        let client = fixture.client(of: redis, settings: RedisFixture.hasty, observer: observer)
        #expect(await client.connected())
        redis.freeze()
        var errors: [RedisError] = []
        for _ in 0..<12 {
            do throws(RedisError) { _ = try await client.call(ping) } catch { errors.append(error) }
        }
        #expect(errors.first == .timedOut)
        #expect(errors.last == .circuitOpen)
        redis.thaw()
        await observer.wait(for: .breaker(isOpen: true))
        await untilAnswered(client)
        await observer.wait(for: .breaker(isOpen: false))
    }

    @Test func `a server that was killed and started again is found again`() async throws {
        let (fixture, redis, observer) = (try RedisFixture(), try PrivateRedis(), RecordingObserver())
        let client = fixture.client(of: redis, observer: observer)
        #expect(await client.connected())
        _ = try await client.call(RedisCommand("CLIENT", "PAUSE", 60_000, "ALL"))
        let waiting = Task { () async throws(RedisError) in try await client.call(RedisCommand("ECHO", "lost")) }
        await untilInFlight(client)
        redis.stop()
        await #expect(throws: RedisError.disconnected) { try await waiting.value }
        await #expect(throws: RedisError.self) { try await client.call(ping) }
        try redis.start()
        await untilAnswered(client)
    }

    @Test func `what it does while the server is away is fail at once`() async throws {
        let fixture = try RedisFixture()
        let redis = try PrivateRedis(isStarted: false)
        let client = fixture.client(of: redis)
        for _ in 0..<9 { await #expect(throws: RedisError.unavailable) { try await client.call(ping) } }
        await #expect(throws: RedisError.circuitOpen) { try await client.call(ping) }
        try redis.start()
        #expect(await client.connected())
        await untilAnswered(client)
    }

    @Test func `who waits for a server that is away may give up, before the waiting begins or after`() async throws {
        let fixture = try RedisFixture()
        let redis = try PrivateRedis(isStarted: false)
        let client = fixture.client(of: redis)
        let early = Task {
            while !Task.isCancelled { await Task.yield() }
            return await client.connected()
        }
        early.cancel()
        #expect(await early.value == false)
        let late = Task { await client.connected() }
        await #expect(throws: RedisError.self) { try await client.call(ping) }
        late.cancel()
        #expect(await late.value == false)
    }

    @Test func `the number under way is bounded`() async throws {
        let (fixture, redis) = (try RedisFixture(), try PrivateRedis())
        var settings = RedisFixture.patient
        settings.inFlightMax = 10
        let client = fixture.client(of: redis, settings: settings)
        #expect(await client.connected())
        redis.freeze()
        let results = await withTaskGroup(of: RedisError?.self) { group in
            for _ in 0..<25 {
                group.addTask {
                    do throws(RedisError) {
                        _ = try await client.call(RedisCommand("PING"))
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            var results: [RedisError?] = []
            for await result in group {
                results.append(result)
                if results.count == 15 { redis.thaw() }
            }
            return results
        }
        #expect(results.prefix(15).allSatisfy { $0 == .overloaded })
        #expect(results.suffix(10).allSatisfy { $0 == nil })
    }

    @Test func `wrong credentials are told, right ones are let in`() async throws {
        let fixture = try RedisFixture()
        let redis = try PrivateRedis(["--requirepass", "right", "--user", "ann", "on", ">hers", "~*", "+@all"])
        func endpoint(_ user: String?, _ password: String?) -> RedisEndpoint {
            RedisEndpoint(
                .host("127.0.0.1", port: redis.port), user: user.map { Array($0.utf8) },
                password: password.map { Array($0.utf8) })
        }
        for (user, password) in [(nil, "wrong"), ("ann", "right"), (nil, nil)] as [(String?, String?)] {
            let observer = RecordingObserver()
            let client = fixture.client(endpoint(user, password), observer: observer)
            var loss = await observer.nextLoss()
            while case .notReached = loss { loss = await observer.nextLoss() }
            guard case .notAdmitted(let error) = loss else {
                Issue.record("\(String(describing: loss))")
                continue
            }
            #expect(error.code == .notAllowed)
            await #expect(throws: RedisError.self) { try await client.call(ping) }
        }
        for (user, password) in [(nil, "right"), ("ann", "hers")] as [(String?, String?)] {
            let client = fixture.client(endpoint(user, password))
            #expect(await client.connected())
            #expect(try await client.call(ping) == pong)
        }
    }

    @Test func `a Unix socket serves as well`() async throws {
        let (fixture, redis) = (try RedisFixture(), try PrivateRedis())
        let client = fixture.client(RedisEndpoint(.socket(path: redis.socket)))
        #expect(await client.connected())
        #expect(try await client.call(ping) == pong)
    }

    @Test func `under TLS the server must be the one that was meant`() async throws {
        let certificate = try Certificate(name: "localhost")
        let redis = try PrivateRedis([
            "--tls-port", "{port}", "--tls-cert-file", certificate.path, "--tls-key-file", certificate.keyPath,
            "--tls-ca-cert-file", certificate.path, "--tls-auth-clients", "no",
        ])
        let trusting = try RedisFixture(tls: TLSClientContext(trustedRootsFile: certificate.path))
        let place = RedisEndpoint(.host("localhost", port: redis.port), usesTLS: true)
        let client = trusting.client(place)
        #expect(await client.connected())
        #expect(try await client.call(ping) == pong)

        var settings = RedisFixture.patient
        settings.connectTimeout = .milliseconds(500)
        let doubting = try RedisFixture(tls: TLSClientContext())
        let observer = RecordingObserver()
        let other = doubting.client(place, settings: settings, observer: observer)
        #expect(await observer.nextLoss() != nil)
        await #expect(throws: RedisError.self) { try await other.call(ping) }
    }

    @Test func `who is no Redis is left alone`() async throws {
        let fixture = try RedisFixture()
        let liar = try Liar(answer: "HTTP/1.1 400 Bad Request\r\n\r\n")
        let observer = RecordingObserver()
        _ = fixture.client(RedisEndpoint(.host("127.0.0.1", port: liar.port)), observer: observer)
        #expect(await observer.nextLoss() == .notRedis)
    }

    @Test func `a stopped client answers everybody and stays silent`() async throws {
        let (fixture, redis) = (try RedisFixture(), try PrivateRedis())
        let client = fixture.client(of: redis)
        #expect(await client.connected())
        client.stop()
        await #expect(throws: RedisError.unavailable) { try await client.call(ping) }
        #expect(await client.connected() == false)
    }

    /// Asks until there is an answer: the breaker may be cooling, the connection on its way.
    private func untilAnswered(_ client: RedisClient) async {
        while (try? await client.call(ping)) == nil { await Task.yield() }
    }

    private func untilInFlight(_ client: RedisClient) async {
        let loop = client.loop
        while await Task(executorPreference: loop, operation: { client.commandsInFlight }).value == 0 {
            await Task.yield()
        }
    }
}
