import Testing

@testable import HTTP

struct NegotiationTests {
    private let offers: [StaticString] = ["application/json", "application/graphql-response+json", "text/event-stream"]

    @Test(
        arguments: [
            ("application/json", 0), ("APPLICATION/JSON", 0), ("*/*", 0), ("application/*", 0),
            ("application/graphql-response+json, application/json;q=0.9", 1),
            ("application/graphql-response+json, application/json", 1),
            ("application/json;q=0.5, text/event-stream", 2), ("text/event-stream", 2),
            ("application/*;q=0.1, text/*;q=0.2", 2), ("*/*;q=0.1, application/json;q=0, text/event-stream;q=0", 1),
            ("text/html", nil), ("application/json;q=0", nil), ("nonsense", nil), ("application/json;q=2", nil),
        ] as [(String, Int?)])
    func `the offer that the client likes best is picked`(field: String, index: Int?) {
        #expect(Accept(Array(field.utf8)).best(of: offers) == index)
    }

    @Test func `the parameters of a range are kept, the weight is not one of them`() {
        let accept = Accept(Array("multipart/mixed;subscriptionSpec=\"1.0\";q=0.5, application/json".utf8))
        #expect(accept.ranges.first?.parameters == [Array("subscriptionspec=1.0".utf8)])
        #expect(accept.ranges.first?.weight == 500)
    }

    @Test func `a comma inside quotes does not cut an element`() {
        #expect(Accept(Array("a/b;x=\"c,d\", e/f".utf8)).ranges.map(\.type) == [Array("a/b".utf8), Array("e/f".utf8)])
    }

    @Test(arguments: [
        ("gzip", ContentCoding.gzip), ("br, gzip", .brotli), ("gzip;q=1, br;q=0.5", .gzip), ("*", .brotli),
        ("gzip;q=0", .identity), ("identity, gzip;q=0.5", .identity), ("GZIP", .gzip), ("deflate", .identity),
        ("*;q=0", .identity), ("br;q=0, *", .gzip), ("x-gzip", .gzip), ("", .identity),
    ])
    func `the coding that the client likes best is picked`(field: String, coding: ContentCoding) {
        Array(field.utf8).withUnsafeBufferPointer {
            #expect(ContentCoding.choose($0, from: [.brotli, .gzip]) == coding)
        }
    }

    @Test(arguments: [
        ("\"abc\"", true), ("W/\"abc\"", true), ("*", true), ("\"x\", \"abc\"", true), ("\"x\"", false), ("abc", false),
        ("\"a,\", \"abc\"", true),
    ])
    func `a known tag is found in the field`(field: String, isNamed: Bool) {
        let tag = EntityTag(strong: "abc".utf8)
        #expect(Array(field.utf8).withUnsafeBufferPointer(tag.isNamed) == isNamed)
    }
}
