import JSON
import Testing

@testable import BelvedereCLI

struct ChatTranscriptTests {
    private func history(_ chat: JSONValue = ["title": "Friends", "kind": "GROUP", "archivedAt": .null]) -> JSONValue {
        [
            "type": "next", "id": "1",
            "payload": [
                "data": [
                    "chat": chat,
                    "chatMessages": [
                        "nodes": [
                            [
                                "position": 9, "text": "hello", "sender": "ann", "author": .null,
                                "sentAt": "2026-11-20T08:15:30.123456Z", "deletedAt": .null,
                            ]
                        ]
                    ],
                ], "extensions": ["belvedere": ["position": "v1.1.7", "initial": true]],
            ],
        ]
    }

    private func begun() -> ChatTranscript {
        var transcript = ChatTranscript(chat: "c", token: "T")
        #expect(transcript.take(history()) == .show("-- Friends\n08:15:30 ann: hello"))
        return transcript
    }

    private func said(_ text: String, at place: Int) -> JSONValue {
        let event: JSONValue = [
            "name": "chat.message.new", "position": .string("v1.1.\(place)"), "at": "2026-11-20T08:15:31Z",
            "actor": "bob", "sender": "bob", "text": .string(text), "messagePosition": .number("\(place)"),
        ]
        return ["type": "next", "id": "1", "payload": ["data": ["chatEvents": event]]]
    }

    private func resumesAfter(_ transcript: ChatTranscript) -> String? {
        var transcript = transcript
        guard case .send(let message) = transcript.take(["type": "connection_ack"]) else { return nil }
        return message["payload"]?["extensions"]?["belvedere"]?["resume"]?["after"]?.string
    }

    @Test func `it begins with the state at a position, so that nothing lies between that and the events`() {
        var transcript = ChatTranscript(chat: "c", token: "T")
        guard case .send(let subscribe) = transcript.take(["type": "connection_ack"]) else { return }
        #expect(subscribe["payload"]?["extensions"] == nil)
        #expect(subscribe["payload"]?["query"]?.string?.contains("@initial") == true)
        #expect(subscribe["payload"]?["operationName"] == "Chat")
    }

    @Test func `it goes on after what the history is true at, and shows nothing of it twice`() {
        var transcript = begun()
        #expect(resumesAfter(transcript) == "v1.1.7")
        #expect(transcript.take(said("hello", at: 9)) == .nothing)
        #expect(transcript.take(said("hi", at: 10)) == .show("08:15:31 bob: hi"))
        #expect(resumesAfter(transcript) == "v1.1.10")
    }

    @Test func `a heartbeat moves the place to resume after`() {
        var transcript = begun()
        func ping(_ id: String, _ position: String) -> JSONValue {
            ["type": "ping", "payload": ["belvedere": ["id": .string(id), "position": .string(position)]]]
        }
        #expect(transcript.take(ping("1", "v1.1.99")) == .send(["type": "pong"]))
        #expect(resumesAfter(transcript) == "v1.1.99")
        #expect(transcript.take(ping("2", "v1.1.200")) == .send(["type": "pong"]))
        #expect(resumesAfter(transcript) == "v1.1.99", "another operation's place is not this one's")
    }

    @Test func `a closed chat ends it, and anything else is tried again`() {
        var transcript = begun()
        func error(_ code: String) -> JSONValue {
            ["type": "error", "payload": [["message": "No.", "extensions": ["code": .string(code)]]]]
        }
        #expect(transcript.take(error("FORBIDDEN")) == .end("No."))
        #expect(transcript.take(error("UNAVAILABLE")) == .reconnect("No."))
        #expect(transcript.take(error("SLOW_CONSUMER")) == .reconnect("No."))
        #expect(transcript.take(["type": "complete"]) == .reconnect("the server ended the stream"))
        var stranger = ChatTranscript(chat: "c", token: "T")
        #expect(stranger.take(history(.null)) == .end("You are in no chat of that id."))
    }

    @Test func `nobody's message is obeyed by the terminal`() {
        var transcript = begun()
        #expect(
            transcript.take(said("\u{1B}[2J\u{9B}x\ny", at: 10))
                == .show("08:15:31 bob: \u{FFFD}[2J\u{FFFD}x\u{FFFD}y"))
    }
}
