import Foundation
import Networking
import Prelude
import Testing

@testable import Redis

/// The contract with a real server; `make test` starts one and says where.
@Suite(.enabled(if: SharedRedis.endpoint != nil, "needs BELVEDERE_TEST_REDIS"), .timeLimit(.minutes(2)))
struct RedisClientTests {
    private let fixture: RedisFixture
    private let client: RedisClient
    private let key: RedisWord

    init() async throws {
        fixture = try RedisFixture()
        client = fixture.client(try #require(SharedRedis.endpoint))
        key = RedisWord("test:\(UInt64.random(in: 0...(.max)))")
        _ = await client.connected()
    }

    @Test func `any bytes come back as they were stored`() async throws {
        let value = [UInt8](0...255) + Array("\r\n$-1\r\n".utf8)
        #expect(
            try await client.call(RedisCommand("SET", key, RedisWord(value), "PX", 60_000)).payload == Array("OK".utf8))
        #expect(try await client.call(RedisCommand("GET", key)) == .bytes(value))
        #expect(try await client.call(RedisCommand("DEL", key)) == .integer(1))
        #expect(try await client.call(RedisCommand("GET", key)) == .null)
    }

    @Test func `a megabyte comes back whole`() async throws {
        let value = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        _ = try await client.call(RedisCommand("SET", key, RedisWord(value), "PX", 60_000))
        #expect(try await client.call(RedisCommand("GET", key)) == .bytes(value))
    }

    @Test func `two thousand at once are each answered with their own`() async throws {
        let client = client
        let answers = try await withThrowingTaskGroup(of: (Int, RedisReply).self) { group in
            for number in 0..<2_000 {
                group.addTask { (number, try await client.call(RedisCommand("ECHO", RedisWord(Int64(number))))) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        #expect(answers.count == 2_000)
        for (number, answer) in answers { #expect(answer == .bytes(Array(String(number).utf8))) }
    }

    @Test func `a task on the loop is answered on the loop`() async throws {
        let (client, loop) = (client, fixture.loop)
        let answer = try await Task(executorPreference: loop) {
            let answer = try await client.call(RedisCommand("PING"))
            #expect(loop.isInLoop)
            return answer
        }.value
        #expect(answer == .status(Array("PONG".utf8)))
    }

    @Test func `code on the loop sends without suspending`() async throws {
        let client = client
        let (stream, continuation) = AsyncStream<[UInt8]?>.makeStream()
        fixture.loop.execute {
            for number in 0..<100 as Range<Int64> {
                client.send(RedisCommand("ECHO", RedisWord(number))) { result in
                    continuation.yield((try? result.get())?.payload)
                    if number == 99 { continuation.finish() }
                }
            }
        }
        var answers: [[UInt8]?] = []
        for await answer in stream { answers.append(answer) }
        #expect(answers == (0..<100).map { Array(String($0).utf8) })
    }

    @Test func `an error of the server is thrown and the next command is not hurt`() async throws {
        _ = try await client.call(RedisCommand("SET", key, "text", "PX", 60_000))
        do {
            _ = try await client.call(RedisCommand("LPUSH", key, "x"))
            Issue.record("a list operation on a text was accepted")
        } catch .refused(let error) {
            #expect(error.code == .wrongType)
        }
        #expect(try await client.call(RedisCommand("GET", key)) == .bytes(Array("text".utf8)))
    }

    @Test func `a script that is not known is sent once and then called by its hash`() async throws {
        let redis = try PrivateRedis()
        let client = fixture.client(of: redis)
        #expect(await client.connected())
        let script = RedisScript("return {KEYS[1], ARGV[1]}")
        for _ in 0..<3 {
            let reply = try await client.run(script, keys: ["k"], arguments: ["v"])
            #expect(reply == .array([.bytes(Array("k".utf8)), .bytes(Array("v".utf8))]))
        }
        let figures = try #require(try await client.call(RedisCommand("INFO", "commandstats")).payload)
        let text = String(decoding: figures, as: UTF8.self)
        #expect(text.contains("cmdstat_evalsha:calls=3"))
        #expect(text.contains("cmdstat_eval:calls=1"))
    }

    @Test func `a database of its own is chosen before the first command`() async throws {
        var other = try #require(SharedRedis.endpoint)
        other.database = 5
        let client = fixture.client(other)
        #expect(await client.connected())
        _ = try await self.client.call(RedisCommand("SET", key, "zero", "PX", 60_000))
        #expect(try await client.call(RedisCommand("GET", key)) == .null)
    }
}
