import HTTP
import Testing

@testable import Server

struct RouterTests {
    private static let patterns: [String] = [
        "/", "/graphql", "/graphql/stream", "/users/me", "/users/:id", "/users/:id/posts", "/files/*", "/a/:x/c",
    ]
    private let router = Router(patterns.map { Route($0, [.get], handler: FunctionHandler { _ in }) })

    private func find(_ path: String, _ method: HTTPMethod = .get) -> String {
        switch Array(path.utf8).withUnsafeBufferPointer({ router.find(method, $0) }) {
        case .notFound: "404"
        case .methodNotAllowed(let methods): "405 \(methods)"
        case .route(let route, let parameters):
            ([route.pattern.description] + parameters.map { String(decoding: $0, as: UTF8.self) }).joined(
                separator: " ")
        }
    }

    @Test(arguments: [
        ("/", "/"), ("/graphql", "/graphql"), ("/graphql/stream", "/graphql/stream"), ("/users/me", "/users/me"),
        ("/users/7", "/users/:id 7"), ("/users/7/posts", "/users/:id/posts 7"), ("/users/%6De", "/users/me"),
        ("/%67raphql", "/graphql"), ("/users/a%2Fposts", "/users/:id a/posts"), ("/files/a/b", "/files/*"),
        ("/files/a", "/files/*"), ("/a/b/c", "/a/:x/c b"),
        ("/graphql/", "404"), ("//graphql", "404"), ("/graphql//stream", "404"), ("/GraphQL", "404"), ("", "404"),
        ("*", "404"), ("/users", "404"), ("/users/", "404"), ("/users/%", "404"), ("/users/%00", "404"),
        ("/users/./posts", "404"), ("/users/../graphql", "404"), ("/files/../graphql", "404"), ("/files/a/..", "404"),
        ("/a/b/d", "404"), ("/graphql%00", "404"),
    ])
    func `a path leads to its route`(path: String, expected: String) {
        #expect(find(path) == expected)
    }

    @Test func `HEAD is met by GET, another method is not allowed`() {
        #expect(find("/graphql", .head) == "/graphql")
        #expect(find("/graphql", .post) == "405 [HTTP.HTTPMethod.get]")
    }

    @Test func `a fallback serves what no route meets`() {
        let router = Router([], fallback: Route("/fallback", [.get], handler: FunctionHandler { _ in }))
        guard case .route(let route, _) = Array("/x/y".utf8).withUnsafeBufferPointer({ router.find(.get, $0) }) else {
            Issue.record("The fallback was not found.")
            return
        }
        #expect(route.pattern.description == "/fallback")
    }
}
