import HTTP
import JSON
import Testing

/// What pages of other origins need of the event streams.
struct StreamPolicyTests {
    private let origin = ("Origin", "https://app.example")
    private let flags = [("cors.origins", "https://app.example")]

    @Test func `a page of an allowed origin may reserve a stream, use its token, and stop operations`() async throws {
        try await RunningNode.run(flags) { node in
            for method in ["PUT", "DELETE"] {
                let preflight = try await node.send(
                    .options, "/graphql/stream",
                    [
                        origin, ("Access-Control-Request-Method", method),
                        ("Access-Control-Request-Headers", "x-graphql-event-stream-token"),
                    ])
                #expect(preflight.field("Access-Control-Allow-Methods")?.contains(method) == true)
                let fields = preflight.field("Access-Control-Allow-Headers")?.lowercased() ?? ""
                #expect(fields.contains("x-graphql-event-stream-token"), "\(fields)")
            }
        }
    }

    @Test func `whoever is refused a stream can read why, from another origin too`() async throws {
        try await RunningNode.run(flags) { node in
            let refused = [
                try await node.send(.patch, "/graphql/stream", [origin]),
                try await node.send(.get, "/graphql/stream?query=x", [origin, ("Authorization", "Bearer nonsense")]),
                try await node.send(.delete, "/graphql/stream", [origin]),
            ]
            #expect(refused.map(\.status) == [405, 401, 404])
            for answer in refused {
                #expect(answer.field("Content-Type") == "application/json; charset=utf-8")
                #expect(answer.field("Access-Control-Allow-Origin") == "https://app.example")
                #expect(answer.json["errors"]?[0]?["extensions"]?["code"] != nil, "\(answer.text)")
            }
        }
    }

    @Test func `a client that would rather have one answer gets it`() async throws {
        try await RunningNode.run { node in
            let query = (#"{"query":"{ __typename }"}"# as String).utf8
            let json = ("Content-Type", "application/json")
            let less = try await node.send(
                .post, "/graphql", [json, ("Accept", "application/json, text/event-stream;q=0.1")], body: Array(query))
            #expect(less.field("Content-Type") == "application/json; charset=utf-8", "\(less.text)")
            let tie = try await node.send(
                .post, "/graphql", [json, ("Accept", "application/json, text/event-stream")], body: Array(query))
            #expect(tie.field("Content-Type") == "application/json; charset=utf-8")
            let more = try await node.send(
                .post, "/graphql", [json, ("Accept", "text/event-stream, application/json;q=0.1")], body: Array(query))
            #expect(more.field("Content-Type")?.hasPrefix("text/event-stream") == true, "\(more.text)")
        }
    }

    @Test(.timeLimit(.minutes(8))) func `a live query of what no tag tells of looks again from time to time`()
        async throws
    {
        try await RunningNode.run { node in
            let writer = BoardWriter(node: node)
            let opened = try await writer.open()
            var socket = try await LiveSocket(to: node, token: node.token())
            socket.subscribe("1", "query @live(throttleMs: 10) { gateway { position } }")
            let first = try await socket.next()["data"]?["gateway"]?["position"]?.string
            #expect(first == opened)
            let written = try await writer.add("more")
            while try await socket.next()["data"]?["gateway"]?["position"]?.string != written {}
            socket.cut()
        }
    }
}
