import Testing

@testable import HTTP

struct RequestMachineTests {
    private func check(
        _ text: String, _ expected: [String], limits: HTTPLimits = HTTPLimits(),
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(RequestTranscript.of(text, limits: limits) == expected, sourceLocation: sourceLocation)
        #expect(
            RequestTranscript.isTheSameForEverySplit(text, limits: limits), "differs by split",
            sourceLocation: sourceLocation)
    }

    @Test func `a request without a body ends with its head`() {
        check("GET /a?b=c HTTP/1.1\nHost: h\n\n".wire, ["get /a?b=c", "end"])
    }

    @Test func `a body of announced length is handed out`() {
        check("POST / HTTP/1.1\nHost: h\nContent-Length: 5\n\nhello".wire, ["post /", "body hello", "end"])
    }

    @Test func `pipelined requests come out in order`() {
        let text = "POST /1 HTTP/1.1\nHost: h\nContent-Length: 2\n\nab".wire + "GET /2 HTTP/1.1\nHost: h\n\n".wire
        check(text, ["post /1", "body ab", "end", "get /2", "end"])
    }

    @Test func `a chunked body is joined and its extensions and trailers are dropped`() {
        let head = "POST / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n".wire
        check(head + "5\nhello\n0\n\n".wire, ["post /", "body hello", "end"])
        check(
            head + "5;a=b;c=\"d\"\nhello\nA\n0123456789\n00\nX: y\nZ: \n\n".wire,
            ["post /", "body hello0123456789", "end"])
    }

    @Test func `one empty line before a request is forgiven, a second is not`() {
        check("\nGET / HTTP/1.1\nHost: h\n\n".wire, ["get /", "end"])
        check("\n\nGET / HTTP/1.1\nHost: h\n\n".wire, ["refused 400 bad_start_line"])
    }

    @Test func `an absolute target names the host and the path`() {
        check("GET http://h:80/p?q HTTP/1.1\nHost: H:80\n\n".wire, ["get /p?q", "end"])
        check("GET http://h HTTP/1.1\nHost: h\n\n".wire, ["get /", "end"])
        check("GET HTTPS://h?x HTTP/1.1\nHost: h\n\n".wire, ["get /?x", "end"])
    }

    @Test func `the star is a target of OPTIONS only`() {
        check("OPTIONS * HTTP/1.1\nHost: h\n\n".wire, ["options *", "end"])
        check("GET * HTTP/1.1\nHost: h\n\n".wire, ["refused 400 bad_target"])
    }

    @Test(arguments: [
        ("", true), ("Connection: close\n", false), ("Connection: keep-alive, Close\n", false),
        ("Connection: keep-alive\nConnection: close\n", false), ("Connection: closed\n", true),
    ])
    func `a 1.1 connection stays unless the client says close`(fields: String, stays: Bool) {
        var transcript = RequestTranscript()
        transcript.feed("GET / HTTP/1.1\nHost: h\n\(fields)\n".wire.utf8)
        #expect(transcript.heads.map(\.keepsAlive) == [stays])
    }

    @Test(arguments: [("", false), ("Connection: keep-alive\n", true), ("Connection: keep-alive, close\n", false)])
    func `a 1.0 connection ends unless the client says keep-alive`(fields: String, stays: Bool) {
        var transcript = RequestTranscript()
        transcript.feed("GET / HTTP/1.0\n\(fields)\n".wire.utf8)
        #expect(transcript.heads.map(\.keepsAlive) == [stays])
    }

    @Test func `only a client of 1.1 with a body waits for a 100`() {
        func waits(_ text: String) -> [Bool] {
            var transcript = RequestTranscript()
            transcript.feed(text.wire.utf8)
            return transcript.heads.map(\.expectsContinue)
        }
        #expect(waits("POST / HTTP/1.1\nHost: h\nExpect: 100-Continue\nContent-Length: 1\n\nx") == [true])
        #expect(waits("POST / HTTP/1.0\nExpect: 100-continue\nContent-Length: 1\n\nx") == [false])
        #expect(waits("GET / HTTP/1.1\nHost: h\nExpect: 100-continue\n\n") == [false])
    }

    @Test func `fields are found by name in any case, and lists are joined`() throws {
        var transcript = RequestTranscript()
        transcript.feed(
            "GET / HTTP/1.1\nhOST: h\naccept:  a/b \nX-Own:\tv\nACCEPT: c/d\nEmpty:\nx-request-ID: 7\n\n".wire.utf8)
        let head = try #require(transcript.heads.first)
        #expect(head.value(of: .host) == "h")
        #expect(head.joined(.accept) == Array("a/b, c/d".utf8))
        #expect(head.value(of: .xRequestID) == "7")
        #expect(head.value(ofName: "x-own") == Array("v".utf8))
        #expect(head.value(ofName: "empty") == [])
        #expect(head.value(of: .origin) == nil)
    }

    @Test func `every known field name is recognised in upper and lower case`() {
        for name in FieldName.allCases {
            let text = String(decoding: name.text.bytes, as: UTF8.self)
            for spelling in [text, text.lowercased(), text.uppercased()] {
                #expect(Array(spelling.utf8).withUnsafeBufferPointer(FieldName.known) == name)
            }
            #expect(Array((text + "x").utf8).withUnsafeBufferPointer(FieldName.known) == nil)
        }
    }

    @Test func `a route may narrow the body bound of the request at hand`() {
        var machine = RequestMachine(limits: HTTPLimits())
        var head = RequestHead()
        let bytes = Array("POST / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n4\nabcd\n0\n\n".wire.utf8)
        bytes.withUnsafeBufferPointer { input in
            var at = 0
            #expect(machine.next(input, at: &at, head: &head) == .head)
            #expect(machine.limitBody(to: 3, head) == nil)
            #expect(machine.next(input, at: &at, head: &head) == .refused(.bodyTooLarge))
        }
        let announced = Array("POST / HTTP/1.1\nHost: h\nContent-Length: 4\n\nabcd".wire.utf8)
        machine = RequestMachine(limits: HTTPLimits())
        announced.withUnsafeBufferPointer { input in
            var at = 0
            #expect(machine.next(input, at: &at, head: &head) == .head)
            #expect(machine.limitBody(to: 3, head) == .bodyTooLarge)
            #expect(machine.next(input, at: &at, head: &head) == .refused(.bodyTooLarge))
        }
    }
}
