import Testing

@testable import Redis

struct RedisReplyReaderTests {
    private func replies(to text: String, in pieces: Int = .max) throws -> [RedisReply] {
        let reader = RedisReplyReader()
        var found: [RedisReply] = []
        let bytes = Array(text.utf8)
        var at = 0
        while at < bytes.count {
            let end = at + min(pieces, bytes.count - at)
            try Array(bytes[at..<end]).withUnsafeBufferPointer { piece in
                guard reader.feed(piece) else { throw RedisError.notRedis }
            }
            while let reply = try reader.next() { found.append(reply) }
            at = end
        }
        return found
    }

    private func bytes(_ text: String) -> RedisReply { .bytes(Array(text.utf8)) }
    private func status(_ text: String) -> RedisReply { .status(Array(text.utf8)) }

    private static let everything =
        "+OK\r\n:-12\r\n$5\r\nhello\r\n$0\r\n\r\n$-1\r\n*-1\r\n*0\r\n"
        + "*3\r\n:1\r\n$-1\r\n*2\r\n+a\r\n-ERR inner\r\n$1\r\nz\r\n"

    @Test(arguments: [Int.max, 1, 2, 3, 7])
    func `replies are the same in whatever pieces they come`(_ pieces: Int) throws {
        let expected: [RedisReply] = [
            status("OK"), .integer(-12), bytes("hello"), bytes(""), .null, .null, .array([]),
            .array([
                .integer(1), .null, .array([status("a"), .error(RedisServerError(parsing: Array("ERR inner".utf8)))]),
            ]), bytes("z"),
        ]
        #expect(try replies(to: Self.everything, in: pieces) == expected)
    }

    @Test func `a value may hold any bytes`() throws {
        #expect(try replies(to: "$8\r\na\r\n\u{0}b*1\r\r\n") == [.bytes(Array("a\r\n\u{0}b*1\r".utf8))])
    }

    @Test(arguments: ["HTTP/1.1 400 Bad Request\r\n\r\n", "?\r\n", "*1\r\n?\r\n"])
    func `what is no reply is refused`(_ text: String) {
        #expect(throws: RedisError.notRedis) { try replies(to: text) }
    }

    @Test func `a list of a promised billion waits without memory`() throws {
        #expect(try replies(to: "*1000000000\r\n:1\r\n").isEmpty)
    }

    @Test func `lists within lists end at a depth`() {
        #expect(throws: RedisError.notRedis) { try replies(to: String(repeating: "*1\r\n", count: 100)) }
    }

    @Test func `a reply has a limit of bytes`() throws {
        let reader = RedisReplyReader(bytesMax: 1_000)
        let long = Array(("$5000\r\n" + String(repeating: "a", count: 900)).utf8)
        #expect(long.withUnsafeBufferPointer { reader.feed($0) })
        #expect(try reader.next() == nil)
        #expect(!long.withUnsafeBufferPointer { reader.feed($0) })
    }

    @Test func `many small replies never reach the limit of one`() throws {
        let reader = RedisReplyReader(bytesMax: 100)
        for _ in 0..<1_000 {
            let isFed = Array(":123456\r\n:7\r\n".utf8).withUnsafeBufferPointer { reader.feed($0) }
            #expect(isFed)
            #expect(try reader.next() == .integer(123_456))
            #expect(try reader.next() == .integer(7))
        }
    }

    @Test func `no sequence of bytes stops the process`() {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("*$+-:0123456789\r\nab".utf8)
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 1...40, using: &generator)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            }
            let reader = RedisReplyReader(bytesMax: 4_096)
            let isFed = text.withUnsafeBufferPointer { reader.feed($0) }
            while isFed, let reply = try? reader.next() { _ = reply }
        }
    }
}

struct RedisCommandTests {
    @Test func `a command is a list of counted words`() {
        let command = RedisCommand("SET", RedisWord(Array("k\r\n".utf8)), RedisWord([0, 255]), "PX", 20)
        let expected =
            Array("*5\r\n$3\r\nSET\r\n$3\r\nk\r\n\r\n$2\r\n".utf8) + [0, 255]
            + Array("\r\n$2\r\nPX\r\n$2\r\n20\r\n".utf8)
        #expect(command.encoded == expected)
    }

    @Test func `empty words are words`() {
        #expect(RedisCommand("ECHO", "").encoded == Array("*2\r\n$4\r\nECHO\r\n$0\r\n\r\n".utf8))
    }
}

struct RedisSlotTests {
    /// Spec: Redis cluster specification, appendix A and "Hash tags"; the other slots were asked of a Redis.
    @Test(arguments: [
        ("123456789", 12_739), ("foo", 12_182), ("{foo}bar", 12_182), ("bar{foo}", 12_182), ("{}foo", 9_500),
        ("", 0),
    ])
    func `a key has the slot that Redis gives it`(_ key: String, _ slot: Int) {
        #expect(RedisSlot.slot(of: Array(key.utf8)) == UInt16(slot))
    }

    @Test func `only the first tag counts, and an empty one does not`() {
        func slot(_ key: String) -> UInt16 { RedisSlot.slot(of: Array(key.utf8)) }
        #expect(slot("{user1000}.following") == slot("{user1000}.followers"))
        #expect(slot("foo{bar}{zap}") == slot("bar"))
        #expect(slot("foo{{bar}}zap") == slot("{bar"))
        #expect(slot("foo{}{bar}") != slot("bar"))
        #expect(slot("a{b") != slot("b"))
    }
}

struct RedisServerErrorTests {
    private func code(_ text: String) -> RedisServerError.Code { RedisServerError(parsing: Array(text.utf8)).code }

    @Test func `redirections say where to`() {
        let host = Array("127.0.0.1".utf8)
        #expect(code("MOVED 3999 127.0.0.1:6381") == .moved(slot: 3_999, host: host, port: 6_381))
        #expect(code("ASK 16383 127.0.0.1:6381") == .ask(slot: 16_383, host: host, port: 6_381))
        #expect(code("MOVED 1 ::1:6381") == .moved(slot: 1, host: Array("::1".utf8), port: 6_381))
        #expect(code("MOVED 1 :6381") == .moved(slot: 1, host: [], port: 6_381))
    }

    @Test(arguments: [
        "MOVED", "MOVED 1", "MOVED x 127.0.0.1:1", "MOVED 16384 a:1", "MOVED 1 a:99999", "ASK 1 a", "", " ",
    ])
    func `a broken redirection is just an error`(_ text: String) {
        #expect(code(text) == .unspecified)
    }

    @Test(arguments: [
        ("NOSCRIPT No matching script.", RedisServerError.Code.noScript), ("NOAUTH x", .notAllowed),
        ("WRONGPASS x", .notAllowed), ("NOPERM x", .notAllowed), ("WRONGTYPE x", .wrongType), ("LOADING x", .notNow),
        ("CLUSTERDOWN x", .notNow), ("READONLY x", .notNow), ("ERR unknown command", .unspecified),
    ])
    func `the first word decides`(_ text: String, _ expected: RedisServerError.Code) {
        #expect(code(text) == expected)
    }
}

struct RedisEndpointTests {
    @Test(arguments: [
        ("redis://localhost", RedisEndpoint(.host("localhost", port: 6_379))),
        ("redis://10.0.0.1:7000/3", RedisEndpoint(.host("10.0.0.1", port: 7_000), database: 3)),
        ("redis://[::1]:7000", RedisEndpoint(.host("::1", port: 7_000))),
        ("redis://h/", RedisEndpoint(.host("h", port: 6_379))),
        (
            "rediss://:p%40ss@h:1",
            RedisEndpoint(.host("h", port: 1), usesTLS: true, password: Array("p@ss".utf8))
        ),
        (
            "redis://bob:a:b@h",
            RedisEndpoint(.host("h", port: 6_379), user: Array("bob".utf8), password: Array("a:b".utf8))
        ),
        ("unix:/run/redis.sock", RedisEndpoint(.socket(path: "/run/redis.sock"))),
        ("unix:///run/redis.sock?db=2", RedisEndpoint(.socket(path: "/run/redis.sock"), database: 2)),
        (
            "unix://:secret@/run/redis.sock",
            RedisEndpoint(.socket(path: "/run/redis.sock"), password: Array("secret".utf8))
        ),
    ])
    func `an address is read`(_ text: String, _ endpoint: RedisEndpoint) {
        #expect(RedisEndpoint(text) == endpoint)
    }

    @Test(arguments: [
        "", "localhost", "http://h", "redis://", "redis://h:0", "redis://h:65536", "redis://h:x", "redis://h/x",
        "redis://h/1/2", "redis://[::1", "redis://[::1]x", "redis://a b", "redis://:%4@h", "unix:", "unix:relative",
        "unix:/a?x=1", "redis://h:", "redis://@",
    ])
    func `a broken address is refused`(_ text: String) {
        #expect(RedisEndpoint(text) == nil)
    }

    @Test func `a description holds no secret`() {
        #expect(RedisEndpoint("redis://bob:hunter2@h:1/2")?.description == "h:1")
    }
}
