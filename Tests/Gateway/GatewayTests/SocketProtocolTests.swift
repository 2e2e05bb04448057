import JSON
import Testing

@testable import Gateway

struct SocketProtocolTests {
    /// The actions as text, which is how a person would write the conversation down.
    private func told(_ actions: [SocketProtocol.Action]) -> [String] {
        actions.map { action in
            switch action {
            case .send(let bytes): String(decoding: bytes, as: UTF8.self)
            case .authenticate: "authenticate"
            case .start(let run, let id, _): "start \(run) \(String(decoding: id, as: UTF8.self))"
            case .cancel(let run): "cancel \(run)"
            case .close(let code, let reason): "close \(code) \(reason)"
            }
        }
    }

    private func opened(operationsMax: Int = 100) -> SocketProtocol {
        var socket = SocketProtocol(operationsMax: operationsMax)
        _ = socket.received(Array(#"{"type":"connection_init"}"#.utf8))
        _ = socket.accepted()
        return socket
    }

    private func subscribe(_ id: String, _ payload: String = #"{"query":"{ a }"}"#) -> [UInt8] {
        Array(#"{"id":"\#(id)","type":"subscribe","payload":\#(payload)}"#.utf8)
    }

    @Test func `a client is acknowledged after its hello was checked`() {
        var socket = SocketProtocol()
        #expect(
            told(socket.received(Array(#"{"type":"connection_init","payload":{"token":"x"}}"#.utf8))) == [
                "authenticate"
            ])
        #expect(socket.phase == .checking)
        #expect(told(socket.accepted()) == [#"{"type":"connection_ack"}"#])
        #expect(socket.phase == .open)
    }

    @Test func `a refused client is closed as forbidden`() {
        var socket = SocketProtocol()
        _ = socket.received(Array(#"{"type":"connection_init"}"#.utf8))
        #expect(told(socket.refused()) == ["close 4403 Forbidden"])
    }

    @Test func `a client that says nothing is closed, one that is being checked is not`() {
        var silent = SocketProtocol()
        #expect(told(silent.helloIsOverdue()) == ["close 4408 Connection initialisation timeout"])
        var checking = SocketProtocol()
        _ = checking.received(Array(#"{"type":"connection_init"}"#.utf8))
        #expect(told(checking.helloIsOverdue()) == [])
        #expect(told(checking.accepted()).count == 1)
    }

    @Test(arguments: [false, true])
    func `a second hello closes the socket at any time`(_ isAccepted: Bool) {
        var socket = SocketProtocol()
        _ = socket.received(Array(#"{"type":"connection_init"}"#.utf8))
        if isAccepted { _ = socket.accepted() }
        let again = socket.received(Array(#"{"type":"connection_init"}"#.utf8))
        #expect(told(again) == ["close 4429 Too many initialisation requests"])
        #expect(told(socket.accepted()) == [])
    }

    @Test(arguments: [false, true])
    func `subscribing before the acknowledgement is unauthorized`(_ saidHello: Bool) {
        var socket = SocketProtocol()
        if saidHello { _ = socket.received(Array(#"{"type":"connection_init"}"#.utf8)) }
        #expect(told(socket.received(subscribe("1"))) == ["close 4401 Unauthorized"])
    }

    @Test func `a ping is answered with its payload, before the hello too`() {
        var socket = SocketProtocol()
        #expect(told(socket.received(Array(#"{"type":"ping"}"#.utf8))) == [#"{"type":"pong"}"#])
        #expect(
            told(socket.received(Array(#"{"type":"ping","payload":{"n": 1}}"#.utf8)))
                == [#"{"type":"pong","payload":{"n": 1}}"#])
        #expect(told(socket.received(Array(#"{"type":"pong"}"#.utf8))) == [])
    }

    @Test(arguments: [
        "", "{", "[]", "7", "null", "{}", #"{"type":7}"#, #"{"type":"unknown"}"#, #"{"type":"next","id":"1"}"#,
        #"{"type":"connection_ack"}"#, #"{"type":"subscribe","id":"1"}"#, #"{"type":"subscribe","payload":{}}"#,
        #"{"type":"subscribe","id":"","payload":{"query":"{a}"}}"#, #"{"type":"subscribe","id":7,"payload":{}}"#,
        #"{"type":"subscribe","id":"1","payload":[]}"#, #"{"type":"complete"}"#, #"{"type":"ping","payload":1}"#,
    ])
    func `what is no message closes the socket at once`(_ text: String) {
        var socket = opened()
        let actions = told(socket.received(Array(text.utf8)))
        #expect(actions.count == 1 && actions[0].hasPrefix("close 4400"))
        #expect(told(socket.received(subscribe("1"))) == [])
    }

    @Test func `a binary message closes the socket`() {
        var socket = opened()
        #expect(told(socket.receivedBinary()) == ["close 4400 Invalid message received"])
    }

    @Test func `results and the end of an operation go out under its id`() {
        var socket = opened()
        #expect(told(socket.received(subscribe("a\\\"b"))) == ["start 1 a\"b"])
        #expect(
            socket.result(1, Array(#"{"data":{}}"#.utf8)).map { String(decoding: $0, as: UTF8.self) }
                == #"{"id":"a\"b","type":"next","payload":{"data":{}}}"#)
        #expect(told(socket.completed(1)) == [#"{"id":"a\"b","type":"complete"}"#])
        #expect(socket.result(1, []) == nil)
    }

    @Test func `after an error no complete follows`() {
        var socket = opened()
        _ = socket.received(subscribe("1"))
        #expect(told(socket.failed(1, errors: Array("[{}]".utf8))) == [#"{"id":"1","type":"error","payload":[{}]}"#])
        #expect(told(socket.completed(1)) == [])
    }

    @Test func `a completed operation is stopped and its late results are dropped`() {
        var socket = opened()
        _ = socket.received(subscribe("1"))
        #expect(told(socket.received(Array(#"{"type":"complete","id":"1"}"#.utf8))) == ["cancel 1"])
        #expect(socket.result(1, []) == nil)
        #expect(told(socket.completed(1)) == [])
        #expect(told(socket.received(Array(#"{"type":"complete","id":"1"}"#.utf8))) == [])
        #expect(told(socket.received(Array(#"{"type":"complete","id":"never"}"#.utf8))) == [])
    }

    @Test func `an id may be used again after its end, and an old result is not the new one's`() {
        var socket = opened()
        _ = socket.received(subscribe("1"))
        _ = socket.received(Array(#"{"type":"complete","id":"1"}"#.utf8))
        #expect(told(socket.received(subscribe("1"))) == ["start 2 1"])
        #expect(socket.result(1, []) == nil)
        #expect(socket.result(2, Array("{}".utf8)) != nil)
    }

    @Test func `a second operation of the same id closes the socket and stops everything`() {
        var socket = opened()
        _ = socket.received(subscribe("1"))
        _ = socket.received(subscribe("2"))
        #expect(
            told(socket.received(subscribe("1")))
                == ["cancel 1", "cancel 2", "close 4409 Subscriber for 1 already exists"])
    }

    @Test func `ids are told apart by their bytes`() {
        var socket = opened()
        #expect(told(socket.received(subscribe("caf\u{E9}"))).first?.hasPrefix("start 1") == true)
        #expect(told(socket.received(subscribe("cafe\u{301}"))).first?.hasPrefix("start 2") == true)
    }

    @Test func `a lost socket stops everything that runs`() {
        var socket = opened()
        _ = socket.received(subscribe("1"))
        _ = socket.received(subscribe("2"))
        #expect(told(socket.disconnected()) == ["cancel 1", "cancel 2"])
        #expect(told(socket.disconnected()) == [])
        #expect(socket.operationCount == 0)
    }

    @Test func `one socket has a bounded number of operations`() {
        var socket = opened(operationsMax: 1)
        _ = socket.received(subscribe("1"))
        let refused = told(socket.received(subscribe("2")))
        #expect(refused.count == 1 && refused[0].contains("SUBSCRIPTION_LIMIT") && refused[0].contains(#""id":"2""#))
        _ = socket.completed(1)
        #expect(told(socket.received(subscribe("2"))) == ["start 2 2"])
    }

    @Test(arguments: [#"{"query":7}"#, "{}", #"{"query":"{a}","variables":[]}"#, #"{"query":"{a}","operationName":1}"#])
    func `a payload that is no request closes the socket`(_ payload: String) {
        var socket = opened()
        #expect(told(socket.received(subscribe("1", payload))) == ["close 4400 Invalid message received"])
    }

    @Test func `a long reason is cut to what a close frame holds`() {
        var socket = opened()
        let id = String(repeating: "ż", count: 300)
        _ = socket.received(subscribe(id))
        guard case .close(4409, let reason)? = socket.received(subscribe(id)).last else {
            Issue.record("not closed")
            return
        }
        #expect(reason.utf8.count <= 123)
    }
}
