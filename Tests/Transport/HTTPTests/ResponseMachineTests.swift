import Testing

@testable import HTTP

struct ResponseMachineTests {
    private func read(_ pieces: [String], method: HTTPMethod = .get, ended: Bool = false) -> [String] {
        var machine = ResponseMachine(limits: HTTPLimits())
        machine.expect(responseTo: method)
        var head = ResponseHead()
        var pending: [UInt8] = []
        var lines: [String] = []
        var body: [UInt8] = []
        func note(_ event: ResponseMachine.Event, _ input: UnsafeBufferPointer<UInt8>) -> Bool {
            switch event {
            case .needsMore: return false
            case .head: lines.append("\(head.status.rawValue) \(head.keepsAlive ? "stays" : "ends")")
            case .body(let range): body += input[range]
            case .end:
                lines.append("end \(String(decoding: body, as: UTF8.self))")
                body = []
            case .refused(let refusal):
                lines.append("refused \(refusal.rawValue)")
                return false
            }
            return true
        }
        for piece in pieces where lines.last?.hasPrefix("refused") != true {
            pending += piece.utf8
            var at = 0
            pending.withUnsafeBufferPointer { input in
                while note(machine.next(input, at: &at, head: &head), input) {}
            }
            pending.removeFirst(at)
        }
        if ended { [UInt8]().withUnsafeBufferPointer { _ = note(machine.ended(), $0) } }
        return lines
    }

    private func check(
        _ text: String, _ expected: [String], method: HTTPMethod = .get, ended: Bool = false,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let wire = text.wire
        #expect(read([wire], method: method, ended: ended) == expected, sourceLocation: sourceLocation)
        #expect(
            read(wire.utf8.map { String(decoding: [$0], as: UTF8.self) }, method: method, ended: ended) == expected,
            sourceLocation: sourceLocation)
    }

    @Test func `a response of announced length is read`() {
        check("HTTP/1.1 200 OK\nContent-Length: 2\n\nhi", ["200 stays", "end hi"])
        check("HTTP/1.1 200\nContent-Length: 2\n\nhi", ["200 stays", "end hi"])
        check("HTTP/1.0 200 OK\nContent-Length: 2\n\nhi", ["200 ends", "end hi"])
    }

    @Test func `a chunked response is joined`() {
        check("HTTP/1.1 200 OK\nTransfer-Encoding: Chunked\n\n2\nhi\n0\n\n", ["200 stays", "end hi"])
    }

    @Test func `a body without a length runs until the connection ends`() {
        check("HTTP/1.1 200 OK\n\nhello", ["200 stays", "end hello"], ended: true)
    }

    @Test func `a response to HEAD has no body whatever it announces`() {
        check("HTTP/1.1 200 OK\nContent-Length: 2\n\n", ["200 stays", "end "], method: .head)
        check("HTTP/1.1 304 Not Modified\nContent-Length: 2\n\n", ["304 stays", "end "])
    }

    @Test func `interim responses are passed over, but not without end`() {
        check("HTTP/1.1 100 Continue\n\nHTTP/1.1 204 No\n\n", ["204 stays", "end "])
        check(String(repeating: "HTTP/1.1 103 Early\n\n", count: 9), ["refused head_too_large"])
    }

    @Test func `a response that is cut off is not taken for a whole one`() {
        check("HTTP/1.1 200 OK\nContent-Length: 5\n\nhi", ["200 stays", "refused ended_early"], ended: true)
        check(
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nhi\n", ["200 stays", "refused ended_early"], ended: true)
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\nContent-Length: 1\nTransfer-Encoding: chunked\n\n", "length_and_transfer_coding"),
        ("HTTP/1.1 200 OK\nContent-Length: 1\nContent-Length: 1\n\n", "repeated_length"),
        ("HTTP/1.1 200 OK\nContent-Length: x\n\n", "bad_length"),
        ("HTTP/1.1 200 OK\nContent-Length: 99999999\n\n", "body_too_large"),
        ("HTTP/1.1 200 OK\nTransfer-Encoding: gzip\n\n", "unsupported_transfer_coding"),
        ("HTTP/1.1 200 OK\nX : y\n\n", "space_before_colon"),
        ("HTTP/1.1 20 OK\n\n", "bad_start_line"),
        ("HTTP/1.1 099 OK\n\n", "bad_start_line"),
        ("HTTP/2 200 OK\n\n", "bad_start_line"),
        ("HTTP/1.2 200 OK\n\n", "unsupported_version"),
        ("ICY 200 OK\n\n", "bad_start_line"),
    ])
    func `a response that can be read in two ways is refused`(text: String, refusal: String) {
        check(text, ["refused \(refusal)"])
    }
}
