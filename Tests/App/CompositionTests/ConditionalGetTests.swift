import HTTP
import JSON
import Testing

/// What caches between a client and the gateway are told.
@Suite(.serialized) struct ConditionalGetTests {
    private let open = """
        mutation($id: ID!) { openBoard(input: {id: $id, title: "First"}) { ... on BoardChanged { position } } }
        """
    private let boards = "/graphql?query=%7Bboards%7Bnodes%7Bid%7D%7D%7D"

    @Test func `an answer that has not changed is not sent again, one that has is`() async throws {
        try await RunningNode.run { node in
            let ann = [("Authorization", "Bearer " + node.token())]
            let first = try await node.send(.get, boards, ann)
            let tag = try #require(first.field("ETag"))
            #expect(first.status == 200)
            #expect(first.field("Cache-Control") == "private, no-cache")
            let known = try await node.send(.get, boards, ann + [("If-None-Match", "\"x\", " + tag)])
            #expect(known.status == 304)
            #expect(known.body.isEmpty)
            #expect(known.field("ETag") == tag)
            #expect(known.field("Cache-Control") == "private, no-cache")
            let vary = known.fields.filter { $0.name.lowercased() == "vary" }.map(\.value).joined(separator: ", ")
            #expect(vary.contains("Authorization") && vary.contains("Belvedere-Token"))
            let opened = try await node.graphQL(open, variables: ["id": "b1"])
            let token = opened["data"]?["openBoard"]?["position"]?.string ?? ""
            let changed = try await node.send(
                .get, boards, ann + [("If-None-Match", tag), ("Belvedere-Token", token)])
            #expect(changed.status == 200)
            #expect(changed.json["data"]?["boards"]?["nodes"] == [["id": "b1"]], "\(changed.text)")
            #expect(changed.field("ETag") != tag)
            let star = try await node.send(.get, boards, ann + [("If-None-Match", "*")])
            #expect(star.status == 304)
        }
    }

    @Test func `what nobody may keep has no tag, and neither has an error or an answer to a POST`() async throws {
        try await RunningNode.run { node in
            let ann = [("Authorization", "Bearer " + node.token()), ("If-None-Match", "*")]
            let paths = [
                "/graphql?query=%7Bgateway%7Bversion%7D%7D",
                "/graphql?query=%7Bboards%7Bnodes%7Bid%7D%7Dgateway%7Bversion%7D%7D",
                "/graphql?query=%7Bboards(first%3A0)%7Bnodes%7Bid%7D%7D%7D",
            ]
            for path in paths {
                let answer = try await node.send(.get, path, ann)
                #expect(answer.status == 200, "\(answer.text)")
                #expect(answer.field("ETag") == nil)
                #expect(answer.field("Cache-Control") == "no-store")
            }
            let posted = try await node.send(
                .post, "/graphql", ann + [("Content-Type", "application/json")],
                body: Array(#"{"query":"{boards{nodes{id}}}"}"#.utf8))
            #expect(posted.field("ETag") == nil)
            #expect(posted.field("Cache-Control") == "no-store")
        }
    }
}
