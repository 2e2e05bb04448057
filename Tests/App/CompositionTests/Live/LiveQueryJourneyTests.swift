import Composition
import Gateway
import JSON
import Testing

@Suite(.timeLimit(.minutes(8)))
struct LiveQueryJourneyTests {
    private static let notes = #"{ board(id: "b1") { noteCount notes(first: 100) { nodes { text revision } } } }"#
    private static let live = "query @live(throttleMs: 10) " + notes

    /// What the board showed behind each of a random writer's commands, by the position of the command.
    private func write(_ count: Int, _ node: RunningNode, seed: UInt64) async throws -> [(
        position: Int, texts: [String]
    )] {
        var random = SeededRandom(seed: seed)
        var (texts, ids): ([String], [String]) = ([], [])
        var states: [(position: Int, texts: [String])] = []
        for number in 0..<count {
            let query: String
            switch (Int.random(in: 0..<3, using: &random), ids.indices.randomElement(using: &random)) {
            case (1, let place?):
                texts[place] = "edit \(number)"
                query =
                    #"mutation { r: editNote(input: {boardId: "b1", noteId: "\#(ids[place])", text: "\#(texts[place])"}) "#
            case (2, let place?):
                query = #"mutation { r: removeNote(input: {boardId: "b1", noteId: "\#(ids[place])"}) "#
                texts.remove(at: place)
                ids.remove(at: place)
            default:
                texts.append("note \(number)")
                ids.append("n\(number)")
                query =
                    #"mutation { r: addNote(input: {boardId: "b1", id: "n\#(number)", text: "note \#(number)"}) "#
            }
            let answer = try await node.graphQL(query + "{ ... on BoardChanged { position } } }")
            let position = try #require(answer["data"]?["r"]?["position"]?.string, "\(answer.text)")
            states.append((try Self.number(position), texts))
        }
        return states
    }

    private static func number(_ position: String?) throws -> Int {
        try #require(position?.split(separator: ".").last.flatMap { Int($0) })
    }

    private func texts(_ data: JSONValue?) -> [String] {
        data?["board"]?["notes"]?["nodes"]?.items?.compactMap { $0["text"]?.string } ?? []
    }

    /// Reads results until one shows the last state; each must be what a fresh query would have said at its position.
    private func check(
        _ source: inout some ResultSource, _ states: [(position: Int, texts: [String])], opened: Int
    ) async throws {
        var before: (position: Int, data: JSONValue?) = (0, nil)
        var wasExact = false
        while before.position < states.last?.position ?? 0 || texts(before.data) != states.last?.texts {
            let result = try await source.next()
            // Why passed over: a node that has just begun may not have the tables of its read models yet.
            guard result["errors"] == nil else { continue }
            let position = try Self.number(result["extensions"]?["belvedere"]?["position"]?.string)
            #expect(position >= before.position)
            #expect(result["data"] != before.data || !wasExact, "what did not change is not told")
            wasExact = result["extensions"]?["belvedere"]?["exact"] == nil
            if wasExact, position >= opened {
                let expected = states.last { $0.position <= position }?.texts ?? []
                #expect(texts(result["data"]) == expected, "at \(position)")
                #expect(result["data"]?["board"]?["noteCount"] == .number("\(expected.count)"), "at \(position)")
            }
            before = (position, result["data"])
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `each result is what a fresh query would have said at its position, on every transport`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let opened = try Self.number(try await BoardWriter(node: node).open())
            var socket = try await LiveSocket(to: node, token: node.token())
            socket.subscribe("1", Self.live)
            var stream = try await LiveStream(to: node, Self.live, token: node.token())
            var parts = try await LiveStream(to: node, Self.live, token: node.token(), form: .parts)
            #expect(parts.head.contains("multipart/mixed"))
            let states = try await write(40, node, seed: 11)
            try await check(&socket, states, opened: opened)
            try await check(&stream, states, opened: opened)
            try await check(&parts, states, opened: opened)
            let fresh = try await node.graphQL(Self.notes)
            #expect(texts(fresh["data"]) == states.last?.texts)
            #expect(node.node.live.openCount == 3)
            socket.cut()
            stream.cut()
            parts.cut()
            while node.node.live.openCount > 0 { await Task.yield() }
        }
    }

    @Test func `a change of something else sends nothing, and a completed query hears no more`() async throws {
        try await RunningNode.run { node in
            let (ours, theirs) = (BoardWriter(node: node), BoardWriter(node: node, tenant: "other"))
            _ = try await ours.open()
            _ = try await theirs.open()
            var socket = try await LiveSocket(to: node, token: node.token())
            socket.subscribe("1", Self.live)
            while try await socket.next()["data"]?["board"]?["noteCount"] != 0 {}
            for _ in 0..<5 { try await theirs.add("theirs") }
            try await ours.add("ours")
            #expect(try await socket.next()["data"]?["board"]?["noteCount"] == 1)
            socket.send(["type": "complete", "id": "1"])
            try await ours.add("late")
            socket.send(["type": "ping"])
            #expect(try await socket.message() == ["type": "pong"])
            #expect(node.node.live.openCount == 0)
        }
    }

    @Test func `a live query over plain HTTP is answered once, a wrong throttle not at all`() async throws {
        try await RunningNode.run { node in
            _ = try await BoardWriter(node: node).open()
            var once = JSONValue.null
            while once["data"]?["board"]?["noteCount"] != 0 { once = try await node.graphQL(Self.live) }
            #expect(once["errors"] == nil && once["data"] != nil, "\(once.text)")
            var socket = try await LiveSocket(to: node, token: node.token())
            socket.subscribe("1", "query($t: Int!) @live(throttleMs: $t) { __typename }", variables: ["t": "often"])
            let refusal = try await socket.message()
            #expect(refusal["type"] == "error")
            #expect(refusal["payload"]?[0]?["extensions"]?["code"] == "BAD_USER_INPUT", "\(refusal.text)")
        }
    }

    @Test func `a token that expires ends a live query, even one that nothing happens to`() async throws {
        try await RunningNode.run([("subscriptions.heartbeat", "200ms")]) { node in
            _ = try await BoardWriter(node: node).open()
            var socket = try await LiveSocket(to: node, token: node.token(endsIn: 2))
            socket.subscribe("1", Self.live)
            var last = JSONValue.null
            while last["type"] != "error" { last = try await socket.message() }
            #expect(last["payload"]?[0]?["extensions"]?["code"] == "UNAUTHENTICATED")
            await #expect(throws: LiveSocket.Closed(code: 4403)) { _ = try await socket.message() }
        }
    }
}
