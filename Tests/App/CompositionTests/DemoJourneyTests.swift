import JSON
import Testing

struct DemoJourneyTests {
    private let open = "mutation($id: ID!) { openBoard(input: {id: $id, title: \"First\"}) { ...R } } "
    private let add = """
        mutation($id: ID!, $text: String!) { addNote(input: {boardId: $id, text: $text}) { ...R } }
        """
    private let answer = """
        fragment R on BoardResult {
          ... on BoardChanged { boardId noteId version position query { boards { nodes { id title noteCount } } } }
          ... on BoardRefused { reason message }
        }
        """

    @Test(arguments: RunningNode.Store.available)
    func `what a command has written is in the query of its receipt`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let opened = try await node.graphQL(open + answer, variables: ["id": "b1"])
            #expect(opened["data"]?["openBoard"]?["version"] == 1)
            #expect(opened["data"]?["openBoard"]?["query"]?["boards"]?["nodes"]?[0]?["title"] == "First")
            for number in 1...5 {
                let added = try await node.graphQL(
                    add + answer, variables: ["id": "b1", "text": .string("note \(number)")])
                let board = added["data"]?["addNote"]?["query"]?["boards"]?["nodes"]?[0]
                #expect(board?["noteCount"] == .number(String(number)), "\(added.text)")
            }
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `a page goes on where the last one ended, whatever is written in between`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            _ = try await node.graphQL(open + answer, variables: ["id": "b1"])
            var token = JSONValue.null
            for number in 1...5 {
                let added = try await node.graphQL(
                    add + answer, variables: ["id": "b1", "text": .string("\(number)")])
                token = added["data"]?["addNote"]?["position"] ?? .null
            }
            let page = """
                query($after: Cursor) { board(id: "b1") { notes(first: 2, after: $after) {
                  nodes { text } pageInfo { hasNextPage hasPreviousPage endCursor } } } }
                """
            var texts: [String] = []
            var after = JSONValue.null
            for round in 0..<3 {
                let read = try await node.graphQL(
                    page, variables: ["after": after],
                    extensions: ["belvedere": ["consistency": ["token": token]]])
                let notes = read["data"]?["board"]?["notes"]
                texts += notes?["nodes"]?.items?.compactMap { $0["text"]?.string } ?? []
                after = notes?["pageInfo"]?["endCursor"] ?? .null
                #expect(notes?["pageInfo"]?["hasPreviousPage"] == .bool(round > 0))
                #expect(notes?["pageInfo"]?["hasNextPage"] == .bool(round < 2))
                if round == 0 {
                    _ = try await node.graphQL(add + answer, variables: ["id": "b1", "text": "late"])
                }
            }
            #expect(texts == ["1", "2", "3", "4", "5"])
        }
    }

    @Test func `a cursor of another list or another tenant opens nothing`() async throws {
        try await RunningNode.run { node in
            _ = try await node.graphQL(open + answer, variables: ["id": "b1"])
            let boards = try await node.graphQL("{ boards { edges { cursor } } }")
            let cursor = try #require(boards["data"]?["boards"]?["edges"]?[0]?["cursor"])
            let query = "query($after: Cursor) { boards(after: $after) { nodes { id } } }"
            let ours = try await node.graphQL(query, variables: ["after": cursor])
            #expect(ours["errors"] == nil)
            let others = try await node.graphQL(query, variables: ["after": cursor], tenant: "other")
            #expect(others["errors"]?[0]?["extensions"]?["code"] == "BAD_USER_INPUT")
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `a command that is sent again has its first outcome`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            _ = try await node.graphQL(open + answer, variables: ["id": "b1"])
            let key = [("Idempotency-Key", "note-1")]
            let first = try await node.graphQL(add + answer, variables: ["id": "b1", "text": "once"], key)
            let second = try await node.graphQL(add + answer, variables: ["id": "b1", "text": "once"], key)
            #expect(first["data"]?["addNote"]?["noteId"] == second["data"]?["addNote"]?["noteId"])
            #expect(first["data"]?["addNote"]?["position"] == second["data"]?["addNote"]?["position"])
            let other = try await node.graphQL(add + answer, variables: ["id": "b1", "text": "other"], key)
            #expect(other["errors"]?[0]?["extensions"]?["code"] == "COMMAND_ID_REUSED")
            let count = try await node.graphQL("{ board(id: \"b1\") { noteCount } }")
            #expect(count["data"]?["board"]?["noteCount"] == 1)
        }
    }

    @Test func `the domain says no with a value, bad input is an error with every violation`() async throws {
        try await RunningNode.run { node in
            let refused = try await node.graphQL(add + answer, variables: ["id": "none", "text": "x"])
            #expect(refused["data"]?["addNote"]?["reason"] == "UNKNOWN_BOARD")
            let bad = try await node.graphQL(add + answer, variables: ["id": "not an id", "text": ""])
            let violations = bad["errors"]?[0]?["extensions"]?["violations"]?.items ?? []
            #expect(violations.compactMap { $0["code"]?.string } == ["INVALID_ID", "EMPTY"])
            let nobody = try await node.graphQL(add + answer, variables: ["id": "b1", "text": "x"], as: nil)
            #expect(nobody["errors"]?[0]?["extensions"]?["code"] == "UNAUTHENTICATED")
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `no tenant sees another's data`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            for tenant in ["red", "blue"] {
                _ = try await node.graphQL(open + answer, variables: ["id": .string("of-\(tenant)")], tenant: tenant)
            }
            for tenant in ["red", "blue"] {
                let seen = try await node.graphQL("{ boards { nodes { id } } }", tenant: tenant)
                #expect(seen["data"]?["boards"]?["nodes"] == [["id": .string("of-\(tenant)")]])
                let other = tenant == "red" ? "blue" : "red"
                let foreign = try await node.graphQL("{ board(id: \"of-\(other)\") { id } }", tenant: tenant)
                #expect(foreign["data"]?["board"] == .null)
            }
        }
    }

}
