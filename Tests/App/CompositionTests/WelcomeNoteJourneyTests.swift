import JSON
import Testing

struct WelcomeNoteJourneyTests {
    private let open = """
        mutation($id: ID!, $welcome: Boolean!) {
          openBoard(input: {id: $id, title: "T", welcome: $welcome}) { ... on BoardChanged { boardId } }
        }
        """

    private func notes(_ board: String, _ node: RunningNode) async throws -> [JSONValue] {
        let read = try await node.graphQL("{ board(id: \"\(board)\") { notes { nodes { id author } } } }")
        return read["data"]?["board"]?["notes"]?["nodes"]?.items ?? []
    }

    @Test(arguments: RunningNode.Store.available)
    func `the system puts one note on each board that wishes for one, and on no other`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            for (id, welcome) in [("first", true), ("without", false), ("last", true)] {
                let opened = try await node.graphQL(open, variables: ["id": .string(id), "welcome": .bool(welcome)])
                #expect(opened["data"]?["openBoard"]?["boardId"] == .string(id), "\(opened.text)")
            }
            // Bounded: events are taken in order, so that the last board's note comes after all decisions.
            var (first, last): ([JSONValue], [JSONValue]) = ([], [])
            for _ in 0..<50_000 where last.isEmpty { last = try await notes("last", node) }
            for _ in 0..<50_000 where first.isEmpty { first = try await notes("first", node) }
            for board in ["first", "last"] {
                #expect(try await notes(board, node) == [["id": "welcome", "author": "belvedere"]])
            }
            #expect(try await notes("without", node).isEmpty)
        }
    }
}
