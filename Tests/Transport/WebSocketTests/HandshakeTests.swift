import Testing

@testable import WebSocket

struct HandshakeTests {
    @Test func `the example of RFC 6455 1_3 is answered`() {
        let accept = Handshake.accept(Array("dGhlIHNhbXBsZSBub25jZQ==".utf8))
        #expect(String(decoding: accept, as: UTF8.self) == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }

    @Test(arguments: [
        ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"), ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"),
    ])
    func `the digests of FIPS 180 are met`(text: String, hexadecimal: String) {
        let digits = Array("0123456789abcdef")
        let digest = SHA1.digest(Array(text.utf8)).map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
        #expect(digest == hexadecimal)
    }

    @Test(arguments: [
        ("dGhlIHNhbXBsZSBub25jZQ==", true), ("", false), ("dGhlIHNhbXBsZSBub25jZQ", false),
        ("dGhlIHNhbXBsZSBub25jZR==", false), ("dGhlIHNhbXBsZSBub25j!Q==", false),
        ("dGhlIHNhbXBsZSBub25jZQ==AAAA", false),
    ])
    func `a key is sixteen bytes in canonical base64`(key: String, isKey: Bool) {
        #expect(Handshake.isKey(Array(key.utf8)) == isKey)
    }

    @Test func `our own keys are keys`() {
        #expect(Handshake.isKey(Handshake.key((1, UInt64.max))))
    }

    @Test func `the client's first subprotocol that we speak is taken, by its exact name`() {
        let spoken: [StaticString] = ["graphql-transport-ws", "other"]
        func choose(_ offered: String) -> String? {
            Handshake.subprotocol(Array(offered.utf8), from: spoken)?.description
        }
        #expect(choose("graphql-ws, graphql-transport-ws") == "graphql-transport-ws")
        #expect(choose("other,graphql-transport-ws") == "other")
        #expect(choose("GRAPHQL-TRANSPORT-WS") == nil)
        #expect(choose("") == nil)
    }

    @Test func `a silent peer is pinged once and then given up`() {
        var machine = LivenessMachine(intervalMilliseconds: 100, patienceMilliseconds: 50, now: 0)
        #expect(machine.action(at: 10) == .wait(untilMilliseconds: 100))
        #expect(machine.action(at: 100) == .ping)
        #expect(machine.action(at: 120) == .wait(untilMilliseconds: 150))
        machine.heard(at: 130)
        #expect(machine.action(at: 150) == .wait(untilMilliseconds: 230))
        #expect(machine.action(at: 240) == .ping)
        #expect(machine.action(at: 290) == .giveUp)
    }
}
