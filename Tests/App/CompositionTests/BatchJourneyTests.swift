import HTTP
import JSON
import Testing

/// Several requests in one POST.
@Suite(.serialized) struct BatchJourneyTests {
    private let open = """
        mutation { openBoard(input: {id: "b1", title: "First"}) { ... on BoardChanged { version } } }
        """
    private let read = #"{ board(id: "b1") { title } }"#

    private func post(
        _ node: RunningNode, _ requests: [JSONValue], _ more: [(String, String)] = []
    ) async throws -> RunningNode.Answer {
        let fields = [("Content-Type", "application/json"), ("Authorization", "Bearer " + node.token())] + more
        return try await node.send(.post, "/graphql", fields, body: JSONValue.array(requests).bytes)
    }

    @Test func `batches are off unless they are switched on`() async throws {
        try await RunningNode.run { node in
            let answer = try await post(node, [["query": "{ __typename }"]])
            #expect(answer.status == 400)
            #expect(answer.json["errors"]?[0]?["extensions"]?["code"] == "BAD_REQUEST")
        }
    }

    @Test func `every request is answered in its place, and sees what those before it have written`() async throws {
        try await RunningNode.run([("graphql.batch_max", "4")]) { node in
            let requests: [JSONValue] = [
                ["query": .string(open)], ["query": .string(read)], ["query": "{ nothing }"], ["query": 7],
            ]
            let list = try await post(node, requests)
            #expect(list.status == 200)
            #expect(list.field("content-type") == "application/json; charset=utf-8")
            #expect(list.json[0]?["data"]?["openBoard"]?["version"] == 1, "\(list.text)")
            #expect(list.json[1]?["data"]?["board"]?["title"] == "First")
            let codes = [2, 3].map { list.json[$0]?["errors"]?[0]?["extensions"]?["code"] }
            #expect(codes == ["GRAPHQL_VALIDATION_FAILED", "BAD_REQUEST"])
            #expect(list.json.items?.count == 4)
            #expect(list.field("Belvedere-Token") != nil)
        }
    }

    @Test func `lines name the requests that they answer`() async throws {
        try await RunningNode.run([("graphql.batch_max", "2")]) { node in
            let requests: [JSONValue] = [["query": "{ a: __typename }"], ["query": "{ b: __typename }"]]
            let lines = try await post(node, requests, [("Accept", "application/jsonl, application/json;q=0.5")])
            #expect(lines.field("content-type") == "application/jsonl; charset=utf-8")
            #expect(
                lines.text == """
                    {"data":{"a":"Query"},"requestIndex":0}
                    {"data":{"b":"Query"},"requestIndex":1}

                    """)
            let single = try await node.send(
                .post, "/graphql", [("Content-Type", "application/json")],
                body: Array(#"{"query":"{__typename}"}"#.utf8))
            #expect(single.json == ["data": ["__typename": "Query"]])
        }
    }

    @Test func `a batch has a limit, and none is empty`() async throws {
        try await RunningNode.run([("graphql.batch_max", "2")]) { node in
            for count in [0, 3] {
                let answer = try await post(node, Array(repeating: ["query": "{ __typename }"], count: count))
                #expect(answer.status == 400)
                #expect(answer.json["errors"]?[0]?["extensions"]?["code"] == "BAD_REQUEST")
            }
        }
    }

    @Test func `one key for a batch makes each of its commands safe to repeat`() async throws {
        try await RunningNode.run([("graphql.batch_max", "3")]) { node in
            func add(_ text: String) -> JSONValue {
                let mutation = """
                    mutation { addNote(input: {boardId: "b1", text: "\(text)"}) { ... on BoardChanged { noteId } } }
                    """
                return ["query": .string(mutation)]
            }
            let requests: [JSONValue] = [["query": .string(open)], add("one"), add("two")]
            let first = try await post(node, requests, [("Idempotency-Key", "k")])
            let again = try await post(node, requests, [("Idempotency-Key", "k")])
            for place in 1...2 {
                let ids = [first, again].map { $0.json[place]?["data"]?["addNote"]?["noteId"] }
                #expect(ids[0] != nil && ids[0] == ids[1], "\(first.text) \(again.text)")
            }
            #expect(first.json[1] != first.json[2])
        }
    }

    @Test func `a batch spends what each of its operations costs`() async throws {
        let flags = [
            ("graphql.batch_max", "3"), ("limits.rate_units_per_second", "1"), ("limits.rate_burst_units", "2"),
        ]
        try await RunningNode.run(flags) { node in
            let answer = try await post(node, Array(repeating: ["query": "{ __typename }"], count: 3))
            let codes = (0..<3).map { answer.json[$0]?["errors"]?[0]?["extensions"]?["code"]?.string }
            #expect(codes == [nil, nil, "RATE_LIMITED"], "\(answer.text)")
        }
    }
}
