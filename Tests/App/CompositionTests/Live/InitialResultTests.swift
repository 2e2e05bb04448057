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
    /// Nil if the first result says that it is not the state at one position: then a client begins again.
    private func read(_ source: inout some ResultSource, until last: String) async throws -> [String]? {
        defer { source.cut() }
        let first = try await source.next()
        let own = first["extensions"]?["belvedere"]
        guard first["errors"] == nil, own?["exact"] == nil else { return nil }
        #expect(own?["initial"] == true, "\(first.text)")
        #expect(own?["position"]?.string != nil)
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
            for number in 0..<5 { try await writer.add("\(number)") }
            async let written: Void = { for number in 5..<60 { try await writer.add("\(number)") } }()
            let all = (0..<60).map(String.init)
            let request: JSONValue = ["query": .string(Self.document), "operationName": "Events"]
            for turn in 0..<8 {
                var known: [String]?
                while known == nil {
                    if turn.isMultiple(of: 2) {
                        var socket = try await LiveSocket(to: node, token: node.token())
                        socket.subscribe("1", Self.document, operation: "Events")
                        known = try await read(&socket, until: "59")
                    } else {
                        var stream = try await LiveStream(
                            to: node, fields: [("Authorization", "Bearer " + node.token())], body: request)
                        known = try await read(&stream, until: "59")
                    }
                }
                #expect(known == all)
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
