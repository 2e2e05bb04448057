import HTTP
import JSON
import Testing

/// `@defer` and `@stream` over HTTP.
@Suite(.serialized) struct IncrementalJourneyTests {
    private let open = """
        mutation { openBoard(input: {id: "b1", title: "First"}) { ... on BoardChanged { position } } }
        """
    private let query = #"{ board(id: "b1") { title ... @defer(label: "notes") { notes { nodes { text } } } } }"#

    private func ask(
        _ node: RunningNode, _ query: String, accept: String, token: JSONValue? = nil
    ) async throws -> RunningNode.Answer {
        var body: [JSONValue.Member] = [.init("query", .string(query))]
        if let token {
            body.append(
                .init("extensions", ["belvedere": ["consistency": ["token": token], "freshness": true]]))
        }
        return try await node.send(
            .post, "/graphql",
            [
                ("Content-Type", "application/json"), ("Accept", accept),
                ("Authorization", "Bearer " + node.token()),
            ], body: JSONValue.object(body).bytes)
    }

    /// The JSON of every part; the body must be framed exactly as the specification shows it.
    private func parts(_ answer: RunningNode.Answer) throws -> [JSONValue] {
        let start = "---\r\nContent-Type: application/json; charset=utf-8\r\n\r\n"
        #expect(answer.text.hasPrefix(start))
        #expect(answer.text.hasSuffix("\r\n-----\r\n"))
        let body = answer.text.dropLast("\r\n-----\r\n".count)
        return try ("\r\n" + body).components(between: "\r\n" + start).map { try JSONValue(parsing: Array($0.utf8)) }
    }

    @Test(arguments: RunningNode.Store.available)
    func `what is deferred comes in a part of its own`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let token = try await node.graphQL(open)["data"]?["openBoard"]?["position"]
            let answer = try await ask(node, query, accept: "multipart/mixed, application/json", token: token)
            #expect(answer.status == 200)
            #expect(answer.field("content-type") == "multipart/mixed;boundary=\"-\"")
            let parts = try parts(answer)
            #expect(parts.count == 2, "\(answer.text)")
            #expect(parts.first?["data"] == ["board": ["title": "First"]])
            #expect(parts.first?["pending"]?[0]?["label"] == "notes")
            #expect(parts.first?["pending"]?[0]?["path"] == ["board"])
            #expect(parts.first?["hasNext"] == true)
            let id = parts.first?["pending"]?[0]?["id"]
            let last = try #require(parts.last)
            #expect(last["incremental"]?[0]?["id"] == id)
            #expect(last["incremental"]?[0]?["data"] == ["notes": ["nodes": []]])
            #expect(last["completed"]?[0]?["id"] == id)
            #expect(last["hasNext"] == false)
            #expect(last["extensions"]?["belvedere"]?["freshness"] != nil, "\(last.text)")
        }
    }

    @Test func `an answer of one piece stays one, whatever the client could take`() async throws {
        try await RunningNode.run { node in
            let token = try await node.graphQL(open)["data"]?["openBoard"]?["position"]
            for accept in ["multipart/mixed, application/json", "multipart/mixed"] {
                let answer = try await ask(node, "{ __typename }", accept: accept)
                #expect(answer.field("content-type") == "application/json; charset=utf-8")
                #expect(answer.json == ["data": ["__typename": "Query"]])
            }
            for accept in ["application/json", "multipart/mixed;deferSpec=20220824, application/json"] {
                let answer = try await ask(node, query, accept: accept, token: token)
                #expect(answer.json["data"]?["board"] == ["title": "First", "notes": ["nodes": []]], "\(answer.text)")
            }
        }
    }

    @Test func `a list is streamed behind its first items`() async throws {
        try await RunningNode.run { node in
            _ = try await node.graphQL(open)
            var token: JSONValue?
            for number in 1...3 {
                let added = try await node.graphQL(
                    "mutation { addNote(input: {boardId: \"b1\", text: \"n\(number)\"}) { "
                        + "... on BoardChanged { position } } }"
                )
                token = added["data"]?["addNote"]?["position"]
            }
            let streamed = #"{ board(id: "b1") { notes { nodes @stream(initialCount: 1) { text } } } }"#
            let answer = try await ask(
                node, streamed, accept: "multipart/mixed;incrementalSpec=v0.2, application/json", token: token)
            #expect(answer.field("content-type") == "multipart/mixed;boundary=\"-\";incrementalSpec=v0.2")
            let parts = try parts(answer)
            #expect(parts.first?["data"]?["board"]?["notes"]?["nodes"] == [["text": "n1"]], "\(answer.text)")
            let items = parts.dropFirst().flatMap { $0["incremental"]?.items ?? [] }.flatMap {
                $0["items"]?.items ?? []
            }
            #expect(items == [["text": "n2"], ["text": "n3"]])
        }
    }
}

extension String {
    /// The texts between and behind a separator, without what stands before the first.
    fileprivate func components(between separator: String) -> [String] {
        var parts: [String] = []
        var rest = self[...]
        while let found = rest.firstRange(of: separator) {
            parts.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        parts.append(String(rest))
        return Array(parts.dropFirst())
    }
}
