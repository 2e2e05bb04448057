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

    /// The texts of a streamed list: those of the first payload, and behind them those of each later one.
    private func texts(_ payloads: [JSONValue]) -> [String] {
        let first = payloads.first
        #expect(first?["pending"]?[0]?["path"] == ["board", "notes", "nodes"], "\(first?.text ?? "")")
        #expect(first?["pending"]?[0]?["label"] == "notes")
        #expect(payloads.dropLast().allSatisfy { $0["hasNext"] == true })
        #expect(payloads.last?["hasNext"] == false)
        let id = first?["pending"]?[0]?["id"]
        #expect(payloads.compactMap { $0["completed"]?[0]?["id"] } == [id])
        var items = first?["data"]?["board"]?["notes"]?["nodes"]?.items ?? []
        for part in payloads.dropFirst().flatMap({ $0["incremental"]?.items ?? [] }) {
            #expect(part["id"] == id)
            items += part["items"]?.items ?? []
        }
        return items.compactMap { $0["text"]?.string }
    }

    @Test func `what is streamed comes behind the first items, in order, over a socket and on a stream`() async throws {
        try await RunningNode.run { node in
            let writer = BoardWriter(node: node)
            _ = try await writer.open()
            var position = ""
            for text in ["one", "two", "three", "four"] { position = try await writer.add(text) }
            _ = try await node.graphQL(
                "{ board(id: \"b1\") { noteCount notes(first: 9) { nodes { text } } } }",
                [("Belvedere-Token", position)])
            let query = """
                { board(id: "b1") { notes(first: 9) { nodes @stream(initialCount: 1, label: "notes") { text } } } }
                """
            var socket = try await LiveSocket(to: node, token: node.token())
            socket.subscribe("1", query)
            var payloads = [try await socket.next()]
            #expect(payloads[0]["data"]?["board"]?["notes"]?["nodes"] == [["text": "one"]])
            while payloads.last?["hasNext"] == true { payloads.append(try await socket.next()) }
            #expect(texts(payloads) == ["one", "two", "three", "four"])
            #expect(try await socket.message() == ["id": "1", "type": "complete"])
            var stream = try await LiveStream(to: node, query, token: node.token())
            payloads = [try await stream.next()]
            while payloads.last?["hasNext"] == true { payloads.append(try await stream.next()) }
            #expect(texts(payloads) == ["one", "two", "three", "four"])
            #expect(try await stream.event().name == "complete")
        }
    }
}
