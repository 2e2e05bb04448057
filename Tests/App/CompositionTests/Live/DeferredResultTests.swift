import JSON
import Testing

@Suite(.timeLimit(.minutes(8)))
struct DeferredResultTests {
    private let query = """
        { board(id: "b1") { title ... @defer(label: "notes") { notes(first: 9) { nodes { text } } } } }
        """

    /// The payloads of one operation, put together as a client does.
    private func check(_ payloads: [JSONValue]) {
        let first = payloads.first
        #expect(first?["data"] == ["board": ["title": "First"]], "\(first?.text ?? "")")
        #expect(first?["pending"]?[0]?["label"] == "notes")
        #expect(first?["pending"]?[0]?["path"] == ["board"])
        #expect(payloads.dropLast().allSatisfy { $0["hasNext"] == true })
        #expect(payloads.last?["hasNext"] == false)
        let later = payloads.dropFirst()
        #expect(later.allSatisfy { $0["data"] == nil })
        let data = later.compactMap { $0["incremental"]?[0]?["data"] }.first
        #expect(data == ["notes": ["nodes": [["text": "one"]]]])
        let completed = later.compactMap { $0["completed"]?[0] }.first
        #expect(completed == ["id": first?["pending"]?[0]?["id"] ?? .null])
    }

    @Test func `what is deferred comes behind the answer, over a socket and on a stream`() async throws {
        try await RunningNode.run { node in
            let writer = BoardWriter(node: node)
            _ = try await writer.open()
            let position = try await writer.add("one")
            let plain = try await node.graphQL(
                "{ board(id: \"b1\") { noteCount notes(first: 1) { nodes { text } } } }",
                [("Belvedere-Token", position)])
            #expect(plain["data"]?["board"]?["noteCount"] == 1, "\(plain.text)")
            var socket = try await LiveSocket(to: node, token: node.token())
            socket.subscribe("1", query)
            var payloads = [try await socket.next()]
            while payloads.last?["hasNext"] == true { payloads.append(try await socket.next()) }
            check(payloads)
            #expect(try await socket.message() == ["id": "1", "type": "complete"])
            var stream = try await LiveStream(to: node, query, token: node.token())
            payloads = [try await stream.next()]
            while payloads.last?["hasNext"] == true { payloads.append(try await stream.next()) }
            check(payloads)
            #expect(try await stream.event().name == "complete")
        }
    }
}
