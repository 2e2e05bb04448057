import Compression
import Testing

@testable import WebSocket

struct MessageDeflateTests {
    private static let all: [DeflateParameters] = [true, false].flatMap { server in
        [true, false].flatMap { client in
            [9, 12, 15].map { bits in
                DeflateParameters(
                    serverForgets: server, clientForgets: client, serverWindowBits: bits, clientWindowBits: 15)
            }
        }
    }

    private func send(_ message: String, from machine: inout WebSocketMachine) -> [UInt8] {
        var output: [UInt8] = []
        let sent = Array(message.utf8).withUnsafeBufferPointer { machine.encode(.text, $0, to: &output) }
        #expect(sent)
        return output
    }

    @Test(arguments: all)
    func `messages pass in both directions under every agreement`(parameters: DeflateParameters) {
        var client = SocketTranscript(role: .client, deflate: parameters)
        var server = SocketTranscript(role: .server, deflate: parameters)
        var expected: [String] = []
        for round in 0..<20 {
            let message = "\(round): " + String(repeating: "words and more words ", count: round * round)
            expected.append("text \(message)")
            let up = send(message, from: &client.machine)
            let down = send(message, from: &server.machine)
            if message.utf8.count > 1000 { #expect(up.count < message.utf8.count / 4) }
            for byte in up { server.feed(CollectionOfOne(byte)) }
            client.feed(down)
        }
        #expect(server.lines == expected)
        #expect(client.lines == expected)
    }

    @Test func `the examples of RFC 7692 7_2_3 are read`() {
        let agreed = DeflateParameters(serverForgets: false, clientForgets: false)
        let hello: [UInt8] = [0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00]
        #expect(SocketTranscript.of(frame(1, hello, reserved: 4), deflate: agreed) == ["text Hello"])
        let split =
            frame(1, Array(hello[..<3]), isFinal: false, reserved: 4) + frame(0, Array(hello[3...]))
        #expect(SocketTranscript.of(split, deflate: agreed) == ["text Hello"])
        let second: [UInt8] = [0xf2, 0x00, 0x11, 0x00, 0x00]
        #expect(
            SocketTranscript.of(frame(1, hello, reserved: 4) + frame(1, second, reserved: 4), deflate: agreed)
                == ["text Hello", "text Hello"])
        let stored: [UInt8] = [0x00, 0x05, 0x00, 0xfa, 0xff, 0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x00]
        #expect(SocketTranscript.of(frame(1, stored, reserved: 4), deflate: agreed) == ["text Hello"])
        let last: [UInt8] = [0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00]
        #expect(SocketTranscript.of(frame(1, last, reserved: 4), deflate: agreed) == ["text Hello"])
    }

    @Test func `a bomb is stopped at the message bound`() throws {
        let deflater = try #require(Deflater(.raw(windowBits: 15)))
        var small: [UInt8] = []
        [UInt8](repeating: 0, count: 64 << 20).withUnsafeBufferPointer {
            deflater.compress($0, flush: .sync, to: &small)
        }
        var transcript = SocketTranscript(deflate: DeflateParameters())
        transcript.feed(frame(2, Array(small.dropLast(4)), reserved: 4))
        #expect(transcript.lines == ["refused 1009"])
    }

    @Test func `compressed garbage and compressed text that is no UTF-8 are refused`() throws {
        #expect(
            SocketTranscript.of(frame(1, [0xff, 0xff, 0xff, 0xff], reserved: 4), deflate: DeflateParameters())
                == ["refused 1007"])
        let deflater = try #require(Deflater(.raw(windowBits: 15)))
        var small: [UInt8] = []
        ([0x61, 0xff, 0x61] as [UInt8]).withUnsafeBufferPointer { deflater.compress($0, flush: .sync, to: &small) }
        let bytes = frame(1, Array(small.dropLast(4)), reserved: 4)
        #expect(SocketTranscript.of(bytes, deflate: DeflateParameters()) == ["refused 1007"])
    }

    @Test func `a compressed continuation and a compressed ping are refused`() {
        let agreed = DeflateParameters()
        let bytes = frame(1, [], isFinal: false, reserved: 4) + frame(0, [], reserved: 4)
        #expect(SocketTranscript.of(bytes, deflate: agreed) == ["refused 1002"])
        #expect(SocketTranscript.of(frame(9, [], reserved: 4), deflate: agreed) == ["refused 1002"])
    }

    @Test func `one frame made for many is read by all of them`() throws {
        let message = String(repeating: "an event for everybody; ", count: 100)
        let shared = Array(message.utf8).withUnsafeBufferPointer {
            SharedFrame(.text, $0, contexts: CompressionContexts())
        }
        let compressed = try #require(shared.compressed)
        #expect(compressed.count < shared.plain.count / 4)
        for parameters in Self.all where parameters.serverForgets && parameters.serverWindowBits == 15 {
            var server = SocketTranscript(deflate: parameters)
            var client = SocketTranscript(role: .client, deflate: parameters)
            #expect(server.machine.takesSharedCompression)
            client.feed(send("own " + message, from: &server.machine) + compressed)
            client.feed(send("own " + message, from: &server.machine) + shared.plain)
            let own = "text own \(message)"
            #expect(client.lines == [own, "text \(message)", own, "text \(message)"])
        }
    }

    @Test(
        arguments: [
            ("permessage-deflate", "permessage-deflate; server_no_context_takeover; client_no_context_takeover"),
            (
                "permessage-deflate; client_max_window_bits; server_max_window_bits=10",
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=10"
            ),
            ("permessage-deflate; server_max_window_bits=8", nil),
            ("permessage-deflate; server_max_window_bits=16", nil),
            ("permessage-deflate; server_max_window_bits", nil), ("permessage-deflate; client_max_window_bits=7", nil),
            ("permessage-deflate; server_no_context_takeover=1", nil), ("permessage-deflate; unknown", nil),
            ("permessage-deflate; client_no_context_takeover; client_no_context_takeover", nil),
            ("x-webkit-deflate-frame", nil), ("", nil),
            (
                "permessage-deflate; server_max_window_bits=8, permessage-deflate",
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
            ),
        ] as [(String, String?)])
    func `an offer is met or declined as a whole`(offer: String, answer: String?) {
        let accepted = DeflateNegotiation().accept(Array(offer.utf8))
        #expect(accepted.map { String(decoding: $0.answer, as: UTF8.self) } == answer)
    }

    @Test func `a client takes only answers to what it offered`() throws {
        let asked = DeflateNegotiation(serverForgets: true, clientForgets: false)
        let agreed = try asked.agreed(Array("permessage-deflate; server_no_context_takeover".utf8))
        #expect(agreed == DeflateParameters(serverForgets: true, clientForgets: false))
        #expect(try asked.agreed(nil) == nil)
        for answer in [
            "permessage-deflate", "other", "permessage-deflate; client_max_window_bits=10",
            "permessage-deflate; server_no_context_takeover, permessage-deflate",
        ] {
            #expect(throws: HandshakeError.badExtension) { try asked.agreed(Array(answer.utf8)) }
        }
    }
}
