import Testing

@testable import Gateway

struct ContentNegotiationTests {
    @Test(arguments: [
        (nil, ResponseMediaType.json), ("", .json), ("*/*", .json), ("application/*", .json),
        ("application/json", .json), ("application/graphql-response+json", .graphQLResponse),
        ("application/graphql-response+json, application/json;q=0.9", .graphQLResponse),
        ("application/graphql-response+json;q=0.5, application/json", .json),
        ("text/html, */*;q=0.1", .json),
    ])
    func `the client's preference decides`(_ accept: String?, _ expected: ResponseMediaType) {
        #expect(ContentNegotiation.answer(accept.map { Array($0.utf8) }) == expected)
    }

    @Test(arguments: ["text/html", "image/png, text/plain", "application/json;q=0"])
    func `what cannot be made is not made`(_ accept: String) {
        #expect(ContentNegotiation.answer(Array(accept.utf8)) == nil)
    }

    @Test(arguments: [
        ("application/json", true), ("application/json; charset=utf-8", true),
        ("Application/JSON;charset=\"UTF-8\"", true),
        ("application/json; charset=latin1", false), ("text/plain", false),
        ("application/x-www-form-urlencoded", false),
        ("multipart/form-data", false), ("", false), ("application/jsonp", false),
    ])
    func `only json in utf-8 is read`(_ type: String, _ isRead: Bool) {
        #expect(ContentNegotiation.isJSON(Array(type.utf8)) == isRead)
    }
}
