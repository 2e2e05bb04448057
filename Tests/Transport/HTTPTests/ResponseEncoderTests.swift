import Testing

@testable import HTTP

struct ResponseEncoderTests {
    private let date = DateField(secondsSince1970: 784_111_777)

    private func head(_ status: HTTPStatus, _ fields: ResponseFields, _ framing: ResponseEncoder.Framing) -> String {
        var output: [UInt8] = []
        ResponseEncoder.appendHead(status, fields, framing, date: date, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test func `a head says length, type and date`() {
        let fields = ResponseFields([.contentType: "text/plain"])
        #expect(
            head(.ok, fields, .init(body: .length(12), keepsAlive: true))
                == """
                HTTP/1.1 200 OK
                Date: Sun, 06 Nov 1994 08:49:37 GMT
                Content-Type: text/plain
                Content-Length: 12


                """.wire)
    }

    @Test func `a chunked head that ends the connection says both`() {
        let text = head(.notFound, ResponseFields(), .init(body: .chunked, keepsAlive: false))
        #expect(text.hasPrefix("HTTP/1.1 404 Not Found\r\n"))
        #expect(text.hasSuffix("Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"))
    }

    @Test func `a 204 says no length, since RFC 9110 forbids it`() {
        let text = head(.noContent, ResponseFields(), .init(body: .length(0), keepsAlive: true))
        #expect(!text.contains("Content-Length"))
    }

    @Test(arguments: ["a\r\nSet-Cookie: x", "a\nb", "a\rb", "a\0b", "a\u{7f}"])
    func `a value that could start another field is not taken`(value: String) {
        var fields = ResponseFields()
        #expect(throws: InvalidField.value) { try fields.add(.location, value) }
        #expect(throws: InvalidField.value) { try fields.add(name: "X-Own", value) }
        #expect(fields.bytes.isEmpty)
    }

    @Test(arguments: ["", "a b", "a:b", "a\r\n", "ü"])
    func `a name that is no token is not taken`(name: String) {
        var fields = ResponseFields()
        #expect(throws: InvalidField.name) { try fields.add(name: name, "v") }
        #expect(fields.bytes.isEmpty)
    }

    @Test func `a value checked by graphemes would let a CR LF pass; bytes do not`() {
        var fields = ResponseFields()
        #expect(throws: InvalidField.value) { try fields.add(.location, "x\r\n\u{301}y") }
    }

    @Test(arguments: [(0, "0"), (9, "9"), (10, "a"), (15, "f"), (16, "10"), (255, "ff"), (4096, "1000"), (-1, "0")])
    func `sizes are written in hexadecimal`(value: Int, text: String) {
        var output: [UInt8] = []
        output.appendHexadecimal(value)
        #expect(String(decoding: output, as: UTF8.self) == text)
    }

    @Test(arguments: [0, 7, 10, 99, 100, 1_234_567_890, Int.max])
    func `numbers are written in decimal`(value: Int) {
        var output: [UInt8] = []
        output.appendDecimal(value)
        #expect(String(decoding: output, as: UTF8.self) == "\(value)")
    }

    @Test func `what the encoder writes as chunks the reader reads back`() {
        var output: [UInt8] = []
        for piece in ["hello", "", String(repeating: "x", count: 300)] {
            Array(piece.utf8).withUnsafeBufferPointer { ResponseEncoder.appendChunk($0, to: &output) }
        }
        ResponseEncoder.appendLastChunk(to: &output)
        var reader = ChunkedBodyReader(limits: HTTPLimits())
        var body: [UInt8] = []
        output.withUnsafeBufferPointer { input in
            var at = 0
            while case .data(let range) = reader.next(input, at: &at) { body += input[range] }
            #expect(at == input.count)
        }
        #expect(body == Array(("hello" + String(repeating: "x", count: 300)).utf8))
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
        (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 GMT"),
    ])
    func `dates are those of the calendar`(seconds: Int64, text: String) {
        var output: [UInt8] = []
        DateField.appendDate(seconds, to: &output)
        #expect(String(decoding: output, as: UTF8.self) == text)
    }
}
