import Testing

@testable import HTTP

/// Each way known to make two readers see different requests in the same bytes, and the refusal it gets.
struct RequestSmugglingTests {
    private static let start = "POST / HTTP/1.1\r\nHost: h\r\n"
    private static let chunked = start + "Transfer-Encoding: chunked\r\n\r\n"

    private static let heads: [(String, HTTPRefusal)] = [
        ("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n", .lengthAndTransferCoding),
        ("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n", .lengthAndTransferCoding),
        ("Content-Length: 4\r\nContent-Length: 5\r\n\r\n", .repeatedLength),
        ("Content-Length: 4\r\nContent-Length: 4\r\n\r\n", .repeatedLength),
        ("Content-Length: 4, 4\r\n\r\n", .badLength),
        ("Content-Length: +4\r\n\r\n", .badLength),
        ("Content-Length: -4\r\n\r\n", .badLength),
        ("Content-Length: 0x4\r\n\r\n", .badLength),
        ("Content-Length: 4 4\r\n\r\n", .badLength),
        ("Content-Length: \r\n\r\n", .badLength),
        ("Content-Length: 9223372036854775808\r\n\r\n", .badLength),
        ("Content-Length: 18446744073709551620\r\n\r\n", .badLength),
        ("Content-Length: 99999999999\r\n\r\n", .bodyTooLarge),
        ("Content-Length: 4\u{0b}\r\n\r\n", .badFieldValue),
        ("Transfer-Encoding: gzip, chunked\r\n\r\n", .unsupportedTransferCoding),
        ("Transfer-Encoding: chunked, chunked\r\n\r\n", .unsupportedTransferCoding),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", .unsupportedTransferCoding),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n", .unsupportedTransferCoding),
        ("Transfer-Encoding: xchunked\r\n\r\n", .unsupportedTransferCoding),
        ("Transfer-Encoding: identity\r\n\r\n", .unsupportedTransferCoding),
        ("Transfer-Encoding: \"chunked\"\r\n\r\n", .unsupportedTransferCoding),
        ("Transfer-Encoding: chunked;q=1\r\n\r\n", .unsupportedTransferCoding),
        ("Transfer-Encoding:\r\n\r\n", .unsupportedTransferCoding),
        ("Transfer-Encoding: \u{0b}chunked\r\n\r\n", .badFieldValue),
        ("Transfer-Encoding : chunked\r\n\r\n", .spaceBeforeColon),
        ("Transfer-Encoding\t: chunked\r\n\r\n", .spaceBeforeColon),
        ("X: y\r\n Transfer-Encoding: chunked\r\n\r\n", .foldedField),
        ("X: y\r\n\tfolded\r\n\r\n", .foldedField),
        (" X: y\r\n\r\n", .foldedField),
        ("X: y\nTransfer-Encoding: chunked\r\n\r\n", .bareLineFeed),
        ("X: y\rTransfer-Encoding: chunked\r\n\r\n", .bareCarriageReturn),
        ("X: y\r\r\n\r\n", .bareCarriageReturn),
        ("\n", .bareLineFeed),
        ("\rX", .bareCarriageReturn),
        ("X: a\0b\r\n\r\n", .badFieldValue),
        ("X: a\u{7f}b\r\n\r\n", .badFieldValue),
        ("X: a\u{1b}b\r\n\r\n", .badFieldValue),
        ("X\0: y\r\n\r\n", .badFieldName),
        ("X\r\n\r\n", .badFieldName),
        (": y\r\n\r\n", .badFieldName),
        ("X[]: y\r\n\r\n", .badFieldName),
        ("Ünicode: y\r\n\r\n", .badFieldName),
        ("Host: h\r\n\r\n", .repeatedHost),
        ("Host: other\r\n\r\n", .repeatedHost),
        ("Expect: 200-ok\r\n\r\n", .unsupportedExpectation),
    ]

    @Test(arguments: heads)
    func `a head that can be read in two ways is refused however it is cut`(fields: String, refusal: HTTPRefusal) {
        let text = Self.start + fields
        #expect(RequestTranscript.of(text).last == "refused \(refusal.status.rawValue) \(refusal.rawValue)")
        #expect(RequestTranscript.isTheSameForEverySplit(text))
    }

    private static let chunks: [(String, HTTPRefusal)] = [
        ("\r\n", .badChunkSize),
        ("g\r\n", .badChunkSize),
        ("+5\r\nhello\r\n", .badChunkSize),
        ("-5\r\nhello\r\n", .badChunkSize),
        ("0x5\r\nhello\r\n", .badChunkSize),
        (" 5\r\nhello\r\n", .badChunkSize),
        ("5 \r\nhello\r\n", .badChunkSize),
        ("5\nhello\r\n", .bareLineFeed),
        ("5\rhello\r\n", .bareCarriageReturn),
        ("00000000000000005\r\nhello\r\n", .badChunkSize),
        ("FFFFFFFFFFFFFFFF\r\n", .bodyTooLarge),
        ("8000000000000000\r\n", .bodyTooLarge),
        ("100001\r\n", .bodyTooLarge),
        ("5\r\nhelloX0\r\n\r\n", .badChunkEnd),
        ("5\r\nhello\n0\r\n\r\n", .badChunkEnd),
        ("5\r\nhello\r0\r\n\r\n", .badChunkEnd),
        ("5;a\nb\r\nhello\r\n", .badChunkSize),
        ("5;a\rb\r\nhello\r\n", .bareCarriageReturn),
        ("5;a\0\r\nhello\r\n", .badChunkSize),
        ("5;" + String(repeating: "a", count: 5000) + "\r\n", .chunkExtensionTooLong),
        ("0\r\nX : y\r\n\r\n", .spaceBeforeColon),
        ("0\r\n folded\r\n\r\n", .foldedField),
        ("0\r\nX: y\n\r\n", .bareLineFeed),
        ("0\r\nX: y\rZ\r\n", .bareCarriageReturn),
        ("0\r\nX: \0\r\n\r\n", .badFieldValue),
        ("0\r\nnot a field\r\n\r\n", .spaceBeforeColon),
        ("0\r\n\n", .bareLineFeed),
        ("0\r\n\rX", .bareCarriageReturn),
        ("0\r\nX: " + String(repeating: "a", count: 5000) + "\r\n\r\n", .trailerTooLarge),
    ]

    @Test(arguments: chunks)
    func `a chunk that can be read in two ways is refused however it is cut`(body: String, refusal: HTTPRefusal) {
        let text = Self.chunked + body
        #expect(RequestTranscript.of(text).last == "refused \(refusal.status.rawValue) \(refusal.rawValue)")
        let shortened = text.utf8.count < 1000
        #expect(!shortened || RequestTranscript.isTheSameForEverySplit(text))
    }

    @Test func `many small chunks share one bound`() {
        let body = String(repeating: "1\r\na\r\n", count: 11)
        var limits = HTTPLimits()
        limits.bodyBytesMax = 10
        #expect(RequestTranscript.of(Self.chunked + body, limits: limits).last == "refused 413 body_too_large")
    }

    private static let lines: [(String, HTTPRefusal)] = [
        ("GET / HTTP/1.1\r\n\r\n", .missingHost),
        ("GET / HTTP/1.1\r\nHost:\r\n\r\n", .badHost),
        ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", .badHost),
        ("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", .badHost),
        ("GET / HTTP/1.1\r\nHost: user@h\r\n\r\n", .badHost),
        ("GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", .badHost),
        ("GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n", .hostMismatch),
        ("GET http://a:1/ HTTP/1.1\r\nHost: a\r\n\r\n", .hostMismatch),
        ("GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
        ("GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
        ("GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
        ("GET a HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
        ("GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
        ("GET /\u{e9} HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
        ("GET /a\0 HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
        ("GET /a\tb HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
        ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
        ("GET /  HTTP/1.1\r\nHost: a\r\n\r\n", .badStartLine),
        ("GET /\r\n", .badStartLine),
        ("GET / HTTP/1.1\nHost: a\n\nxx", .bareLineFeed),
        ("GET / HTTP/1.1\rHost: a", .bareCarriageReturn),
        ("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", .badStartLine),
        ("GET / http/1.1\r\nHost: a\r\n\r\n", .badStartLine),
        ("GET / HTTP/1.2\r\nHost: a\r\n\r\n", .unsupportedVersion),
        ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", .unsupportedVersion),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .unsupportedVersion),
        ("GET / HTTP/11\r\nHost: a\r\n\r\n", .unsupportedVersion),
        ("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", .unsupportedMethod),
        ("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", .unsupportedMethod),
        ("get / HTTP/1.1\r\nHost: a\r\n\r\n", .unsupportedMethod),
        ("BREW / HTTP/1.1\r\nHost: a\r\n\r\n", .unsupportedMethod),
        ("G\0T / HTTP/1.1\r\nHost: a\r\n\r\n", .badStartLine),
        (" GET / HTTP/1.1\r\nHost: a\r\n\r\n", .badStartLine),
        ("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .badStartLine),
        ("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}", .badStartLine),
        ("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", .transferCodingInOldVersion),
    ]

    @Test(arguments: lines)
    func `a request line or host that can be read in two ways is refused`(text: String, refusal: HTTPRefusal) {
        #expect(RequestTranscript.of(text) == ["refused \(refusal.status.rawValue) \(refusal.rawValue)"])
        #expect(RequestTranscript.isTheSameForEverySplit(text))
    }

    @Test func `nothing that follows a refusal is read`() {
        var transcript = RequestTranscript()
        transcript.feed("GET / HTTP/1.1\n\n".utf8)
        transcript.feed("GET / HTTP/1.1\nHost: h\n\n".wire.utf8)
        #expect(transcript.lines == ["refused 400 bare_line_feed"])
    }
}
