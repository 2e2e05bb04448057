import Composition
import Gateway
import JSON
import Testing

@Suite(.timeLimit(.minutes(8)))
struct InitialResultTests {
    private static let document = """
        query Board { board(id: "b1") { noteCount notes(first: 100) { nodes { text } } } }
        subscription Events @initial(operation: "Board") { boardEvents(boardId: "b1") { ... on NoteAdded { text } } }
        """

    private func texts(_ data: JSONValue?) -> [String] {
        data?["board"]?["notes"]?["nodes"]?.items?.compactMap { $0["text"]?.string } ?? []
    }

    /// Reads the first result and the events behind it until the last note; returns all notes as the client knows them.
    private func read(_ source: inout some ResultSource, until last: String) async throws -> [String] {
        let first = try await source.next()
        let own = first["extensions"]?["belvedere"]
        #expect(own?["initial"] == true, "\(first.text)")
        #expect(own?["position"]?.string != nil && own?["exact"] == nil)
        var known = texts(first["data"])
        #expect(first["data"]?["board"]?["noteCount"] == .number("\(known.count)"))
        while known.last != last {
            let event = try await source.next()
            #expect(event["extensions"]?["belvedere"]?["initial"] == nil)
            known.append(try #require(event["data"]?["boardEvents"]?["text"]?.string, "\(event.text)"))
        }
        return known
    }

    @Test(arguments: RunningNode.Store.available)
    func `a subscription that begins with a state has every event after it and none before`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let writer = BoardWriter(node: node)
            _ = try await writer.open()
            // Why first: a node that has just begun is not told of all changes, and says so with each result.
            var live = try await LiveSocket(to: node, token: node.token())
            live.subscribe("0", #"query @live { board(id: "b1") { noteCount } }"#)
            while true {
                let result = try await live.next()
                if result["errors"] == nil, result["extensions"]?["belvedere"]?["exact"] == nil { break }
            }
            live.cut()
            for number in 0..<5 { try await writer.add("\(number)") }
            async let written: Void = { for number in 5..<60 { try await writer.add("\(number)") } }()
            let all = (0..<60).map(String.init)
            for _ in 0..<4 {
                var socket = try await LiveSocket(to: node, token: node.token())
                socket.subscribe("1", Self.document, operation: "Events")
                #expect(try await read(&socket, until: "59") == all)
                socket.cut()
                let request: JSONValue = ["query": .string(Self.document), "operationName": "Events"]
                var stream = try await LiveStream(
                    to: node, fields: [("Authorization", "Bearer " + node.token())], body: request)
                #expect(try await read(&stream, until: "59") == all)
                stream.cut()
            }
            try await written
        }
    }

    @Test func `only a query of the document can be the first result, and a resumed subscription has none`()
        async throws
    {
        try await RunningNode.run { node in
            let writer = BoardWriter(node: node)
            let opened = try await writer.open()
            var socket = try await LiveSocket(to: node, token: node.token())
            let wrong = Self.document.replacing("\"Board\"", with: "\"Events\"")
            socket.subscribe("1", wrong, operation: "Events")
            #expect(try await socket.message()["payload"]?[0]?["extensions"]?["code"] == "BAD_USER_INPUT")
            let missing = Self.document.replacing("\"Board\"", with: "\"Nothing\"")
            socket.subscribe("2", missing, operation: "Events")
            let refusal = try await socket.message()
            #expect(refusal["payload"]?[0]?["extensions"]?["code"] == "OPERATION_RESOLUTION_FAILURE")
            try await writer.add("one")
            socket.subscribe("3", Self.document, resumeAfter: opened, operation: "Events")
            #expect(try await socket.next()["data"]?["boardEvents"]?["text"] == "one")
            #expect(node.node.live.openCount == 1)
            socket.cut()
            while node.node.live.openCount > 0 { await Task.yield() }
        }
    }
}
