import HTTP
import JSON
import Testing

/// What browsers and caches meet at the edge of a running node.
struct EdgeJourneyTests {
    @Test func `a page of a listed origin may ask and read, another may not`() async throws {
        try await RunningNode.run([("cors.origins", "https://app.example")]) { node in
            for (origin, isAllowed) in [("https://app.example", true), ("https://evil.example", false)] {
                let preflight = try await node.send(
                    .options, "/graphql",
                    [
                        ("Origin", origin), ("Access-Control-Request-Method", "POST"),
                        ("Access-Control-Request-Headers", "content-type,idempotency-key"),
                    ])
                #expect(preflight.status == 204)
                #expect(preflight.field("Access-Control-Allow-Origin") == (isAllowed ? origin : nil))
                let fields = preflight.field("Access-Control-Allow-Headers") ?? ""
                #expect(fields.contains("Idempotency-Key") == isAllowed)
            }
        }
    }

    @Test(arguments: [
        ("text/plain", 415), ("application/x-www-form-urlencoded", 415), ("multipart/form-data; boundary=x", 415),
    ])
    func `what a form can send is no request`(_ type: String, _ status: Int) async throws {
        try await RunningNode.run { node in
            let body = Array(#"{"query":"mutation { noop }"}"#.utf8)
            let answer = try await node.send(.post, "/graphql", [("Content-Type", type)], body: body)
            #expect(answer.status == status)
            #expect(answer.json["data"] == nil)
        }
    }

    @Test func `a browser's request from another site is refused, a program's is read`() async throws {
        try await RunningNode.run { node in
            let path = "/graphql?query=%7B__typename%7D"
            let foreign = try await node.send(.get, path, [("Sec-Fetch-Site", "cross-site")])
            #expect(foreign.status == 400)
            #expect(foreign.json["errors"]?[0]?["extensions"]?["code"] == "CSRF_PREVENTED")
            #expect(try await node.send(.get, path).status == 200)
            let proven = [("Sec-Fetch-Site", "cross-site"), ("GraphQL-Require-Preflight", "1")]
            #expect(try await node.send(.get, path, proven).status == 200)
        }
    }

    @Test func `other methods are refused with those that are allowed`() async throws {
        try await RunningNode.run { node in
            let answer = try await node.send(.put, "/graphql")
            #expect(answer.status == 405)
            #expect(answer.field("Allow") == "GET, POST")
        }
    }

    @Test func `a token that is not accepted is refused, whatever is asked`() async throws {
        try await RunningNode.run { node in
            let answer = try await node.send(
                .post, "/graphql",
                [("Content-Type", "application/json"), ("Authorization", "Bearer x.y.z")],
                body: Array(#"{"query":"{ __typename }"}"#.utf8))
            #expect(answer.status == 401)
            #expect(answer.field("WWW-Authenticate")?.hasPrefix("Bearer") == true)
        }
    }

    @Test func `a registered document is found by its digest afterwards`() async throws {
        try await RunningNode.run { node in
            // The digest of `{ __typename }`, as `sha256sum` gives it.
            let hash = "7f56e67dd21ab3f30d1ff8b7bed08893f0a0db86449836189b361dd1e56ddb4b"
            let persisted: JSONValue = ["persistedQuery": ["version": 1, "sha256Hash": .string(hash)]]
            let unknown = try await node.send(
                .post, "/graphql", [("Content-Type", "application/json")],
                body: (["extensions": persisted] as JSONValue).bytes)
            #expect(unknown.status == 200)
            #expect(unknown.json["errors"]?[0]?["message"] == "PersistedQueryNotFound")
            _ = try await node.graphQL("{ __typename }", extensions: persisted)
            let found = try await node.send(
                .post, "/graphql", [("Content-Type", "application/json")],
                body: (["extensions": persisted] as JSONValue).bytes)
            #expect(found.json["data"]?["__typename"] == "Query")
        }
    }

    @Test func `a document that asks for too much is refused before anything runs`() async throws {
        try await RunningNode.run { node in
            let aliases = (0..<101).map { "a\($0): __typename" }.joined(separator: " ")
            let many = try await node.graphQL("{ \(aliases) }")
            #expect(many["errors"]?[0]?["extensions"]?["code"] == "ALIAS_LIMIT", "\(many.text)")
            let deep = String(repeating: "{ board(id: 1) ", count: 400) + String(repeating: "}", count: 400)
            let nested = try await node.graphQL(deep)
            #expect(nested["errors"]?[0]?["extensions"]?["code"] == "DEPTH_LIMIT", "\(nested.text)")
        }
    }

    @Test func `suggestions and introspection can be switched off`() async throws {
        try await RunningNode.run([("graphql.introspection", "false"), ("graphql.suggests", "false")]) { node in
            let unknown = try await node.graphQL("{ boardz { nodes { id } } }")
            #expect(unknown["errors"]?[0]?["message"]?.string?.contains("Did you mean") == false)
            let schema = try await node.graphQL("{ __schema { types { name } } }")
            #expect(schema["errors"]?[0]?["extensions"]?["code"] == "INTROSPECTION_DISABLED")
            #expect(try await node.graphQL("{ __typename }")["data"]?["__typename"] == "Query")
        }
    }
}
