import JSON
import Testing

/// Commands that are sent again, by those who sent them and by others.
struct IdempotencyJourneyTests {
    private let open = "mutation { openBoard(input: {id: \"b1\", title: \"First\"}) { __typename } }"
    private let add = """
        mutation { addNote(input: {boardId: "b1", text: "ok"}) {
          ... on BoardChanged { noteId query { board(id: "b1") { noteCount } } } } }
        """

    private func add(_ node: RunningNode, as user: String, key: String) async throws -> JSONValue {
        try await node.graphQL(add, as: user, [("Idempotency-Key", key)])
    }

    @Test func `a key is its sender's own: the same one of somebody else is another command`() async throws {
        try await RunningNode.run { node in
            _ = try await node.graphQL(open)
            let first = try await add(node, as: "ann", key: "k1")
            let again = try await add(node, as: "ann", key: "k1")
            let other = try await add(node, as: "bob", key: "k1")
            let ids = [first, again, other].map { $0["data"]?["addNote"]?["noteId"] }
            #expect(ids[0] != nil, "\(first.text)")
            #expect(ids[1] == ids[0], "\(again.text)")
            #expect(ids[2] != ids[0] && ids[2] != nil, "\(other.text)")
            #expect(other["data"]?["addNote"]?["query"]?["board"]?["noteCount"] == 2)
        }
    }

    @Test func `an id that names one command of all is refused to somebody else, who learns nothing of it`()
        async throws
    {
        try await RunningNode.run { node in
            _ = try await node.graphQL(open)
            let id = "0198c1e0-7a52-7c1e-8a55-0242ac120002"
            let first = try await add(node, as: "ann", key: id)
            #expect(first["data"]?["addNote"]?["noteId"] != nil, "\(first.text)")
            let other = try await add(node, as: "bob", key: id)
            #expect(other["errors"]?[0]?["extensions"]?["code"] == "COMMAND_ID_REUSED", "\(other.text)")
            #expect(other["data"]?["addNote"] ?? .null == .null)
        }
    }
}
