import Testing

@testable import HTTP

struct AddressTests {
    @Test(
        arguments: [
            ("abc", "abc"), ("a%2Fb", "a/b"), ("%d0%b6", "ж"), ("a+b", "a+b"), ("%", nil), ("%4", nil), ("%zz", nil),
            ("a%00", nil),
        ] as [(String, String?)])
    func `a path segment is decoded or refused`(text: String, expected: String?) {
        let decoded = Array(text.utf8).withUnsafeBufferPointer(PercentDecoding.segment)
        #expect(decoded == expected.map { Array($0.utf8) })
    }

    @Test func `a form is read into pairs`() {
        let fields = Array("query=%7Ba%7D&v=1+2%2B3&flag&=x&&bad=%zz&e=".utf8).withUnsafeBufferPointer {
            FormFields($0)
        }
        let pairs = fields.pairs.map { String(decoding: $0.name + [0x3d] + $0.value, as: UTF8.self) }
        #expect(pairs == ["query={a}", "v=1 2+3", "flag=", "=x", "bad=%zz", "e="])
        #expect(fields.value("query") == Array("{a}".utf8))
        #expect(fields.value("none") == nil)
    }

    @Test func `pairs are bounded and repeats are seen`() {
        let fields = Array("a=1&a=2&b=3".utf8).withUnsafeBufferPointer { FormFields($0, pairsMax: 2) }
        #expect(fields.isCut)
        #expect(fields.repeats("a"))
        #expect(!fields.repeats("b"))
    }

    @Test func `an address is taken apart`() throws {
        let plain = try #require(WebAddress("HTTP://Example.org"))
        #expect((plain.host, plain.port, plain.target, plain.authority) == ("example.org", 80, "/", "example.org"))
        let full = try #require(WebAddress("https://[::1]:8443/a?b=c#d"))
        #expect((full.host, full.port, full.target, full.authority) == ("::1", 8443, "/a?b=c", "[::1]:8443"))
        let query = try #require(WebAddress("ws://h?x"))
        #expect((query.target, query.isSecure) == ("/?x", false))
    }

    @Test(arguments: [
        "", "http:", "http://", "http:///x", "file:///etc", "http://u@h/", "http://u:p@h/", "http://h:0/", "http://h:/",
        "http://h:65536/", "http://h:99999999/", "http://h:+1/", "http://h /", "http://h/a b", "http://h/\r\nX: y",
        "http://[::1/", "http://[x]/", "http://a\\b/", "//h/", "http://é/",
    ])
    func `an address that could mean another host is refused`(text: String) {
        #expect(WebAddress(text) == nil)
    }
}
