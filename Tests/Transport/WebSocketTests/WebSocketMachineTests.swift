import Compression
import Testing

@testable import WebSocket

struct WebSocketMachineTests {
    @Test(arguments: [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
    func `a message of any length class arrives whole`(count: Int) {
        let payload = String(repeating: "*", count: count)
        var transcript = SocketTranscript()
        transcript.feed(text(payload) + frame(2, Array(payload.utf8)))
        #expect(transcript.lines == ["text \(payload)", "binary \(count)"])
    }

    @Test func `the examples of RFC 6455 5_7 are read`() {
        #expect(
            SocketTranscript.of([0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58]) == ["text Hello"])
    }

    @Test func `fragments are joined and control frames may stand between them`() {
        let bytes =
            text("Hel", isFinal: false) + frame(9, Array("p".utf8)) + frame(0, [], isFinal: false)
            + frame(0, Array("lo".utf8)) + frame(10)
        #expect(SocketTranscript.of(bytes) == ["ping p", "text Hello", "pong "])
    }

    private static let violations: [(String, [UInt8], String)] = [
        ("an unmasked client frame", frame(1, [0x61], masked: false), "refused 1002"),
        ("the second reserved bit", frame(1, [0x61], reserved: 2), "refused 1002"),
        ("the third reserved bit", frame(1, [0x61], reserved: 1), "refused 1002"),
        ("a compressed frame that was not agreed on", frame(1, [0x61], reserved: 4), "refused 1002"),
        ("opcode 3", frame(3), "refused 1002"), ("opcode 7", frame(7), "refused 1002"),
        ("opcode 11", frame(11), "refused 1002"), ("opcode 15", frame(15), "refused 1002"),
        ("a fragmented ping", frame(9, [], isFinal: false), "refused 1002"),
        ("a long ping", frame(9, [UInt8](repeating: 0, count: 126)), "refused 1002"),
        ("a long close", frame(8, [3, 232] + [UInt8](repeating: 0x61, count: 124)), "refused 1002"),
        ("a continuation of nothing", frame(0, [0x61]), "refused 1002"),
        ("a message inside a message", text("a", isFinal: false) + text("b"), "refused 1002"),
        ("16 bits for a short length", [0x81, 0xfe, 0, 125], "refused 1002"),
        ("64 bits for a short length", [0x81, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff], "refused 1002"),
        ("a length with the high bit", [0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0], "refused 1002"),
        ("a frame too large", [0x82, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 1], "refused 1009"),
        ("a close payload of one byte", frame(8, [3]), "refused 1002"),
        ("close code 0", frame(8, [0, 0]), "refused 1002"), ("close code 999", frame(8, [3, 231]), "refused 1002"),
        ("close code 1004", frame(8, [3, 236]), "refused 1002"),
        ("close code 1005", frame(8, [3, 237]), "refused 1002"),
        ("close code 1006", frame(8, [3, 238]), "refused 1002"),
        ("close code 1015", frame(8, [3, 247]), "refused 1002"),
        ("close code 2999", frame(8, [11, 183]), "refused 1002"),
        ("close code 5000", frame(8, [19, 136]), "refused 1002"),
        ("a close reason that is no UTF-8", frame(8, [3, 232, 0xff]), "refused 1007"),
        ("text that is no UTF-8", frame(1, [0xff]), "refused 1007"),
        ("text that ends inside a character", frame(1, [0xc3]), "refused 1007"),
    ]

    @Test(arguments: violations)
    func `a broken rule is answered with its code however the bytes are cut`(
        what: String, bytes: [UInt8], expected: String
    ) {
        #expect(SocketTranscript.of(bytes).last == expected, "\(what)")
    }

    @Test func `a character may be cut by fragments, and a wrong byte fails before the frame ends`() {
        let kappa: [UInt8] = [0xce, 0xba]
        #expect(SocketTranscript.of(frame(1, [0xce], isFinal: false) + frame(0, [0xba])) == ["text κ"])
        var transcript = SocketTranscript()
        transcript.feed(frame(1, kappa + [0xed, 0xa0], announced: 1000).prefix(12))
        #expect(transcript.lines == ["refused 1007"])
    }

    @Test(
        arguments: [
            ([0xc0, 0x80], false), ([0xc1, 0xbf], false), ([0xe0, 0x9f, 0xbf], false), ([0xe0, 0xa0, 0x80], true),
            ([0xed, 0x9f, 0xbf], true), ([0xed, 0xa0, 0x80], false), ([0xee, 0x80, 0x80], true),
            ([0xf0, 0x8f, 0xbf, 0xbf], false), ([0xf0, 0x90, 0x80, 0x80], true), ([0xf4, 0x8f, 0xbf, 0xbf], true),
            ([0xf4, 0x90, 0x80, 0x80], false), ([0xf5, 0x80, 0x80, 0x80], false), ([0x80], false), ([0xfe], false),
            ([0xc3, 0x28], false), ([0x61, 0xe2, 0x82, 0xac, 0x62], true),
        ] as [([UInt8], Bool)])
    func `UTF-8 is what the Unicode table says, in one piece and in single bytes`(bytes: [UInt8], isValid: Bool) {
        for padding in [0, 7, 8, 13] {
            let padded = [UInt8](repeating: 0x61, count: padding) + bytes
            var whole = UTF8Validator()
            var single = UTF8Validator()
            #expect((padded.withUnsafeBufferPointer { whole.accept($0) } && whole.isComplete) == isValid)
            let accepted = padded.allSatisfy { [$0].withUnsafeBufferPointer { single.accept($0) } }
            #expect((accepted && single.isComplete) == isValid)
        }
    }

    @Test func `masking is its own inverse at every offset and length`() {
        for offset in 0..<5 {
            for count in [0, 1, 3, 4, 7, 8, 9, 31, 32, 33, 100] {
                var bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
                let key: [UInt8] = [0x12, 0x34, 0x56, 0x78]
                let expected = bytes.enumerated().map { $0.element ^ key[($0.offset + offset) % 4] }
                bytes.withUnsafeMutableBufferPointer { Masking.apply(0x7856_3412, to: $0, offset: offset) }
                #expect(bytes == expected)
            }
        }
    }

    @Test func `messages and fragments are bounded`() {
        var limits = WebSocketLimits()
        limits.messageBytesMax = 10
        limits.fragmentsMax = 3
        #expect(SocketTranscript.of(text("0123456789"), limits: limits) == ["text 0123456789"])
        #expect(SocketTranscript.of(text("0123456789a"), limits: limits) == ["refused 1009"])
        #expect(
            SocketTranscript.of(text("01234567", isFinal: false) + frame(0, [0x61, 0x61, 0x61]), limits: limits)
                == ["refused 1009"])
        let empty = text("", isFinal: false) + frame(0, isFinal: false) + frame(0, isFinal: false) + frame(0)
        #expect(SocketTranscript.of(empty, limits: limits) == ["refused 1009"])
    }

    @Test func `the closing handshake is answered once with the peer's own code`() {
        var transcript = SocketTranscript()
        transcript.feed(frame(8, [3, 232] + Array("bye".utf8)) + text("late"))
        #expect(transcript.lines == ["closed 1000 bye"])
        var output: [UInt8] = []
        transcript.machine.encodeClose(.normal, to: &output)
        #expect(output == [0x88, 2, 3, 232])
        #expect(!transcript.machine.mayEncode)
    }

    @Test func `messages that come after our own close frame are not handed out`() {
        var transcript = SocketTranscript()
        var output: [UInt8] = []
        transcript.machine.encodeClose(.goingAway, reason: "bye", to: &output)
        #expect(output == [0x88, 5, 3, 233] + Array("bye".utf8))
        transcript.feed(text("late") + frame(8, [3, 233]))
        #expect(transcript.lines == ["closed 1001 "])
        output = []
        transcript.machine.encodeClose(.goingAway, to: &output)
        #expect(output.isEmpty)
        let wasEncoded = [0x61].withUnsafeBufferPointer { transcript.machine.encode(.text, $0, to: &output) }
        #expect(!wasEncoded && output.isEmpty)
    }

    @Test func `a close reason is cut at a character and a code that may not be sent is left out`() {
        var output: [UInt8] = []
        FrameEncoder.appendClose(.normal, reason: String(repeating: "я", count: 100), to: &output)
        #expect(output.count == 2 + 2 + 122)
        output = []
        FrameEncoder.appendClose(.none, to: &output)
        #expect(output == [0x88, 0])
    }

    @Test func `a client masks and a server reads what it sent`() {
        var client = SocketTranscript(role: .client)
        var output: [UInt8] = []
        let sent = Array("hello".utf8).withUnsafeBufferPointer { client.machine.encode(.text, $0, to: &output) }
        #expect(sent)
        #expect(output[1] & 0x80 != 0)
        #expect(SocketTranscript.of(output) == ["text hello"])
        client.feed(frame(1, [0x61], masked: true))
        #expect(client.lines == ["refused 1002"])
    }
}
