import HTTP
import JSON
import Testing

@Suite(.timeLimit(.minutes(8)))
struct SharedStreamTests {
    private func send(
        _ node: RunningNode, _ method: HTTPMethod, _ path: String = "/graphql/stream", token: String? = nil,
        as user: String = "ann", _ body: JSONValue? = nil
    ) async throws -> RunningNode.Answer {
        var fields = [("Authorization", "Bearer " + node.token(user))]
        if let token { fields.append(("X-GraphQL-Event-Stream-Token", token)) }
        if body != nil { fields.append(("Content-Type", "application/json")) }
        return try await node.send(method, path, fields, body: body?.bytes ?? [])
    }

    private func operation(_ id: String, _ query: String = BoardWriter.events) -> JSONValue {
        ["query": .string(query), "extensions": ["operationId": .string(id)]]
    }

    @Test func `many operations share the one stream that their client has reserved`() async throws {
        try await RunningNode.run { node in
            let writer = BoardWriter(node: node)
            _ = try await writer.open()
            let reserved = try await send(node, .put)
            #expect(reserved.status == 201)
            let token = reserved.text
            #expect(try await send(node, .post, token: token, operation("early")).status == 409)
            var stream = try await LiveStream(
                to: node, "GET", "/graphql/stream?token=\(token)",
                fields: [("Authorization", "Bearer " + node.token())])
            #expect(stream.status == 200)
            for id in ["a", "b"] {
                #expect(try await send(node, .post, token: token, operation(id)).status == 202)
            }
            #expect(try await send(node, .post, token: token, operation("a")).status == 409)
            #expect(try await send(node, .post, token: token, operation("c", "{ nonsense }")).status == 400)
            #expect(try await send(node, .post, token: token, ["query": "{ __typename }"]).status == 400)
            try await writer.add("one")
            var seen: Set<String> = []
            for _ in 0..<2 {
                let event = try await stream.next()
                #expect(event["payload"]?["data"]?["boardEvents"]?["text"] == "one")
                seen.insert(event["id"]?.string ?? "")
            }
            #expect(seen == ["a", "b"])
            #expect(try await send(node, .delete, "/graphql/stream?operationId=a", token: token).status == 200)
            let complete = try await stream.event()
            #expect(complete.name == "complete" && complete.data == #"{"id":"a"}"#)
            #expect(try await send(node, .post, token: token, operation("q", "{ __typename }")).status == 202)
            #expect(try await stream.next() == ["id": "q", "payload": ["data": ["__typename": "Query"]]])
            #expect(try await stream.event().data == #"{"id":"q"}"#)
            #expect(await node.liveCounts() == [1, 1])
            stream.cut()
            while await node.liveCounts() != [0, 0] { await Task.yield() }
            #expect(try await send(node, .post, token: token, operation("late")).status == 404)
        }
    }

    @Test func `a stream is opened once, by who has reserved it and by nobody else`() async throws {
        try await RunningNode.run { node in
            let token = try await send(node, .put).text
            #expect(try await send(node, .get, token: "guessed").status == 404)
            #expect(try await send(node, .post, token: "guessed", operation("a")).status == 404)
            #expect(try await send(node, .delete, "/graphql/stream?operationId=a", token: "guessed").status == 404)
            #expect(try await send(node, .get, token: token, as: "ben").status == 404)
            let path = "/graphql/stream?token=\(token)"
            let own = [("Authorization", "Bearer " + node.token())]
            let first = try await LiveStream(to: node, "GET", path, fields: own)
            #expect(first.status == 200)
            #expect(try await send(node, .get, token: token).status == 409)
            first.cut()
        }
    }

    @Test func `a browser, which cannot say who it is, opens a stream by the token that its page was given`()
        async throws
    {
        try await RunningNode.run { node in
            let token = try await send(node, .put).text
            let nobody = try await node.send(.get, "/graphql/stream?token=guessed", [("Accept", "text/event-stream")])
            #expect(nobody.status == 404)
            var stream = try await LiveStream(to: node, "GET", "/graphql/stream?token=\(token)", fields: [])
            #expect(stream.status == 200)
            let bare = try await node.send(
                .post, "/graphql/stream",
                [("X-GraphQL-Event-Stream-Token", token), ("Content-Type", "application/json")],
                body: operation("a", "{ __typename }").bytes)
            #expect(bare.status == 404)
            #expect(try await send(node, .post, token: token, operation("a", "{ __typename }")).status == 202)
            #expect(try await stream.next() == ["id": "a", "payload": ["data": ["__typename": "Query"]]])
            stream.cut()
        }
    }

    @Test func `a multipart subscription has heartbeats, results and its refusals as parts`() async throws {
        try await RunningNode.run { node in
            let writer = BoardWriter(node: node)
            _ = try await writer.open()
            var stream = try await LiveStream(to: node, BoardWriter.events, token: node.token(), form: .parts)
            #expect(stream.status == 200)
            #expect(stream.head.contains("multipart/mixed;boundary=\"graphql\";subscriptionSpec=\"1.0\""))
            #expect(try await stream.part() == .object([]))
            let position = try await writer.add("one")
            let result = try await stream.part()
            #expect(result["payload"]?["data"]?["boardEvents"]?["text"] == "one")
            #expect(result["payload"]?["extensions"]?["belvedere"]?["position"] == .string(position))
            stream.cut()
            var refused = try await LiveStream(to: node, BoardWriter.events, token: nil, form: .parts)
            #expect(try await refused.next()["errors"]?[0]?["extensions"]?["code"] == "UNAUTHENTICATED")
            await #expect(throws: LiveStream.Ended.self) { _ = try await refused.part() }
        }
    }
}
