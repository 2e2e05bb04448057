import HTTP
import JSON
import Testing

/// Stored operations as routes of a running node.
@Suite(.timeLimit(.minutes(8)))
struct RouteJourneyTests {
    private func send(
        _ node: RunningNode, _ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil, as user: String? = "ann",
        _ more: [(String, String)] = []
    ) async throws -> RunningNode.Answer {
        var fields = more
        if let user { fields.append(("Authorization", "Bearer " + node.token(user))) }
        if body != nil { fields.append(("Content-Type", "application/json")) }
        return try await node.send(method, "/api" + path, fields, body: body?.bytes ?? [])
    }

    private func open(_ node: RunningNode) async throws -> (String, String) {
        let opened = try await send(node, .post, "/boards", ["id": "b1", "title": "First"])
        #expect(opened.status == 201, "\(opened.text)")
        #expect(opened.json["boardId"] == "b1" && opened.json["__typename"] == "BoardChanged")
        return ("Belvedere-Token", try #require(opened.field("Belvedere-Token")))
    }

    @Test func `a board is opened, read, written on and read again with what was written`() async throws {
        try await RunningNode.run { node in
            let token = try await open(node)
            let board = try await send(node, .get, "/boards/b1?notes=5", nil, as: "ann", [token])
            #expect(board.status == 200 && board.json["title"] == "First", "\(board.text)")
            #expect(board.field("Content-Type") == "application/json")
            let note: JSONValue = ["id": "n1", "text": "Hello", "color": "BLUE"]
            let added = try await send(node, .post, "/boards/b1/notes", note)
            #expect(added.status == 201 && added.json["noteId"] == "n1", "\(added.text)")
            let edited = try await send(node, .patch, "/boards/b1/notes/n1", ["text": "Bye"])
            #expect(edited.status == 200, "\(edited.text)")
            let written = ("Belvedere-Token", edited.field("Belvedere-Token") ?? "")
            let read = try await send(node, .get, "/boards/b1/notes/n1", nil, as: "ann", [written])
            #expect(read.json["text"] == "Bye" && read.json["color"] == "BLUE", "\(read.text)")
            #expect(try await send(node, .delete, "/boards/b1/notes/n1").status == 200)
        }
    }

    @Test func `a command that is sent again under its key takes effect once`() async throws {
        try await RunningNode.run { node in
            _ = try await open(node)
            let key = [("Idempotency-Key", "the-one")]
            let first = try await send(node, .post, "/boards/b1/notes", ["text": "Hello"], as: "ann", key)
            let again = try await send(node, .post, "/boards/b1/notes", ["text": "Hello"], as: "ann", key)
            #expect(first.status == 201 && again.body == first.body, "\(again.text)")
            let other = try await send(node, .post, "/boards/b1/notes", ["text": "Other"], as: "ann", key)
            #expect(other.status == 422 && other.json["code"] == "COMMAND_ID_REUSED", "\(other.text)")
        }
    }

    @Test func `what the domain and the types refuse are problems with their statuses`() async throws {
        try await RunningNode.run { node in
            _ = try await open(node)
            func problem(
                _ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil, as user: String? = "ann"
            ) async throws -> (Int, JSONValue) {
                let answer = try await send(node, method, path, body, as: user)
                #expect(answer.field("Content-Type") == "application/problem+json", "\(path): \(answer.text)")
                #expect(answer.json["status"]?.int == answer.status)
                return (answer.status, answer.json["reason"] ?? answer.json["code"] ?? .null)
            }
            #expect(try await problem(.post, "/boards", ["id": "b1", "title": "x"]) == (409, "ALREADY_OPEN"))
            #expect(try await problem(.post, "/boards/no/notes", ["text": "x"]) == (404, "UNKNOWN_BOARD"))
            #expect(try await problem(.get, "/boards/none") == (404, "NOT_FOUND"))
            #expect(try await problem(.get, "/nowhere/at/all") == (404, "NOT_FOUND"))
            #expect(try await problem(.put, "/boards/b1") == (405, "METHOD_NOT_ALLOWED"))
            #expect(try await problem(.get, "/boards/b1?notes=many") == (400, "BAD_USER_INPUT"))
            #expect(try await problem(.get, "/boards/b1?notes=1&notes=2") == (400, "BAD_USER_INPUT"))
            #expect(try await problem(.get, "/boards/b1?n=1") == (400, "BAD_USER_INPUT"))
            #expect(try await problem(.get, "/boards/%FF") == (400, "BAD_USER_INPUT"))
            #expect(try await problem(.post, "/boards", ["title": 7]) == (400, "BAD_USER_INPUT"))
            #expect(try await problem(.post, "/boards", ["title": "x", "other": 1]) == (400, "BAD_USER_INPUT"))
            #expect(try await problem(.post, "/boards", [1]) == (400, "BAD_REQUEST"))
            #expect(try await problem(.post, "/boards", ["title": "x"], as: nil) == (401, "UNAUTHENTICATED"))
            #expect(try await problem(.delete, "/boards/b1/notes/n", ["a": 1]) == (400, "BAD_REQUEST"))
            let method = try await send(node, .put, "/boards/b1")
            #expect(method.field("Allow") == "GET, HEAD")
            let html = try await send(node, .get, "/boards/b1", nil, as: "ann", [("Accept", "text/html")])
            #expect(html.status == 406)
            let form = try await node.send(
                .post, "/api/boards", [("Content-Type", "text/plain")], body: Array("{}".utf8))
            #expect(form.status == 400 && form.json["code"] == "CSRF_PREVENTED")
            let plain = try await node.send(
                .post, "/api/boards",
                [("Content-Type", "text/plain"), ("Authorization", "Bearer " + node.token())], body: Array("{}".utf8))
            #expect(plain.status == 415)
            let forged = try await node.send(.get, "/api/boards/b1", [("Authorization", "Bearer x.y.z")])
            #expect(forged.status == 401 && forged.field("WWW-Authenticate")?.contains("invalid_token") == true)
        }
    }

    @Test func `a read that has not changed is not sent again`() async throws {
        try await RunningNode.run { node in
            let token = try await open(node)
            let first = try await send(node, .get, "/boards/b1", nil, as: "ann", [token])
            let tag = try #require(first.field("ETag"), "\(first.text)")
            #expect(first.field("Cache-Control") == "private, no-cache")
            let known = try await send(node, .get, "/boards/b1", nil, as: "ann", [("If-None-Match", tag)])
            #expect(known.status == 304 && known.body.isEmpty)
            let written = try await send(node, .post, "/boards/b1/notes", ["text": "x"])
            let now = ("Belvedere-Token", written.field("Belvedere-Token") ?? "")
            let changed = try await send(node, .get, "/boards/b1", nil, as: "ann", [("If-None-Match", tag), now])
            #expect(changed.status == 200 && changed.json["noteCount"] == 1, "\(changed.text)")
            let head = try await send(node, .head, "/boards/b1")
            #expect(head.status == 200 && head.body.isEmpty && head.field("ETag") == changed.field("ETag"))
        }
    }

    @Test func `lists come by repetition, enums by name, and only the price is told when only it is asked for`()
        async throws
    {
        try await RunningNode.run { node in
            let path = "/usage/daily?userId=ann&groupBy=USER&groupBy=BOT&from=2026-11-01"
            let daily = try await send(node, .get, path)
            #expect(daily.status == 200 && daily.json["nodes"] == [], "\(daily.text)")
            let wrong = try await send(node, .get, "/usage/daily?userId=ann&groupBy=PLANET")
            #expect(wrong.status == 400 && wrong.json["code"] == "BAD_USER_INPUT", "\(wrong.text)")
            let priced = try await send(node, .get, path, nil, as: "ann", [("Belvedere-Cost-Only", "1")])
            #expect(priced.json["extensions"]?["belvedere"]?["cost"]?["estimated"]?.int ?? 0 > 0, "\(priced.text)")
        }
    }

    @Test func `another prefix serves the routes there, and an empty one serves none`() async throws {
        try await RunningNode.run([("rest.prefix", "/v1/rest")]) { node in
            let ann = [("Authorization", "Bearer " + node.token())]
            #expect(try await node.send(.get, "/v1/rest/boards/x", ann).status == 404)
            #expect(try await node.send(.get, "/api/boards/x").field("Content-Type") != "application/problem+json")
            let paths = try await node.send(.get, "/openapi.json").json["paths"]
            #expect(paths?["/v1/rest/boards/{id}"]?["get"]?["operationId"] == "Board")
        }
        try await RunningNode.run([("rest.prefix", "")]) { node in
            let (described, board) = (
                try await node.send(.get, "/openapi.json"), try await node.send(.get, "/api/boards")
            )
            #expect(described.status == 404)
            #expect(board.status == 404 && board.field("Content-Type") != "application/problem+json")
        }
    }

    @Test func `whoever asks is told whether the node lives and is ready`() async throws {
        try await RunningNode.run { node in
            #expect(try await node.send(.get, "/health").text == "live\n")
            var ready = try await node.send(.get, "/ready")
            while ready.status == 503 { ready = try await node.send(.get, "/ready") }
            #expect(ready.status == 200 && ready.text == "ready\n")
        }
    }

    @Test(.enabled(if: OutsideClient.python != nil, "Scripts/python.sh prepares the clients"))
    func `a client of another language walks through every context, and a validator takes the description`()
        async throws
    {
        try await RunningNode.run([("accounts.password_queue_max", "16")]) { node in
            let arguments = [
                "\(node.port)", node.token("ann", tenant: "public"),
                node.token("root", tenant: "public", roles: ["admin"]),
            ]
            let (status, output) = await OutsideClient.run("routes_client.py", arguments)
            #expect(status == 0 && output == "all well\n", "\(output)")
        }
    }
}
