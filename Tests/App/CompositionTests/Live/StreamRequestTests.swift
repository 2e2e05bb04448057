import HTTP
import JSON
import Testing

@Suite(.timeLimit(.minutes(8)))
struct StreamRequestTests {
    private let accept = ("Accept", "text/event-stream")
    private let opening = #"mutation { openBoard(input: {id: "b9", title: "X"}) { ... on BoardChanged { position } } }"#

    /// The results of a stream that ends by itself.
    private func results(_ answer: RunningNode.Answer) throws -> [JSONValue] {
        try answer.text.split(separator: "\n").filter { $0.hasPrefix("data: {") }.map {
            try JSONValue(parsing: Array($0.dropFirst(6).utf8))
        }
    }

    @Test func `a mutation by GET is refused and not executed, however often an EventSource repeats it`() async throws {
        try await RunningNode.run { node in
            let query = opening.utf8.map { "%" + String($0 / 16, radix: 16) + String($0 % 16, radix: 16) }.joined()
            let fields = [accept, ("Authorization", "Bearer " + node.token())]
            for path in ["/graphql/stream", "/graphql"] {
                let answer = try await node.send(.get, "\(path)?query=\(query)", fields)
                #expect(answer.status == 405)
                #expect(answer.field("Allow") == "POST")
                #expect(answer.json["errors"]?[0]?["extensions"]?["code"] == "METHOD_NOT_ALLOWED")
            }
            let opened = try await node.graphQL(opening)
            #expect(opened["data"]?["openBoard"]?["position"]?.string?.hasSuffix(".1") == true, "\(opened.text)")
        }
    }

    @Test func `a stream is not opened by what a foreign page may post`() async throws {
        try await RunningNode.run { node in
            let body = Array(#"{"query":"{ __typename }"}"#.utf8)
            for (type, status, code) in [
                ("text/plain", 400, "CSRF_PREVENTED"), ("application/xml", 415, "BAD_REQUEST"),
            ] {
                let answer = try await node.send(
                    .post, "/graphql/stream", [accept, ("Content-Type", type)], body: body)
                #expect(answer.status == status, "\(type)")
                #expect(answer.json["errors"]?[0]?["extensions"]?["code"] == .string(code))
            }
            let bare = try await node.send(.post, "/graphql/stream", [accept], body: body)
            #expect(bare.status == 400)
            let right = try await node.send(
                .post, "/graphql/stream", [accept, ("Content-Type", "application/json")], body: body)
            #expect(try results(right) == [["data": ["__typename": "Query"]]])
        }
    }

    @Test func `the header fields mean on a stream what they mean elsewhere`() async throws {
        try await RunningNode.run { node in
            let fields = [
                accept, ("Content-Type", "application/json"), ("Authorization", "Bearer " + node.token()),
            ]
            func send(_ query: String, _ more: (String, String)...) async throws -> RunningNode.Answer {
                let body: JSONValue = ["query": .string(query)]
                return try await node.send(.post, "/graphql/stream", fields + more, body: body.bytes)
            }
            let first = try results(try await send(opening, ("Idempotency-Key", "k1")))
            let again = try results(try await send(opening, ("Idempotency-Key", "k1")))
            #expect(first[0]["data"]?["openBoard"]?["position"]?.string != nil, "\(first[0].text)")
            #expect(again[0]["data"] == first[0]["data"])
            let written = try await send(opening, ("Belvedere-Token", "nonsense"))
            #expect(written.status == 400)
            let estimate = try results(try await send(BoardWriter.events, ("Belvedere-Cost-Only", "1")))
            #expect(estimate.count == 1)
            #expect(estimate[0]["extensions"]?["belvedere"]?["cost"]?["estimated"]?.int ?? 0 > 0)
            #expect(await node.liveCounts() == [0, 0])
        }
    }

    @Test func `subscribing spends units like any other operation`() async throws {
        let flags = [("limits.rate_units_per_second", "1"), ("limits.rate_burst_units", "5")]
        try await RunningNode.run(flags) { node in
            var socket = try await LiveSocket(to: node, token: node.token())
            var refusal = JSONValue.null
            for number in 0..<50 where refusal["type"] != "error" {
                socket.subscribe("\(number)", BoardWriter.events)
                socket.send(["type": "ping", "payload": ["n": .string("\(number)")]])
                repeat { refusal = try await socket.message() } while refusal["type"] == "next"
                if refusal["type"] == "error" { continue }
                #expect(refusal["type"] == "pong")
            }
            let extensions = refusal["payload"]?[0]?["extensions"]
            #expect(extensions?["code"] == "RATE_LIMITED", "\(refusal.text)")
            #expect(extensions?["retryAfterMs"]?.int ?? 0 > 0)
            socket.cut()
            let other = try await LiveStream(to: node, BoardWriter.events, token: node.token("ben"))
            while await node.liveCounts()[0] != 1 { await Task.yield() }
            other.cut()
        }
    }

    @Test func `no more is open at once than viewer and tenant may have, and what ends makes room`() async throws {
        let flags = [("subscriptions.per_viewer_max", "2"), ("subscriptions.per_tenant_max", "3")]
        try await RunningNode.run(flags) { node in
            func isRefused(_ stream: inout LiveStream) async throws -> JSONValue? {
                let result = try await stream.next()
                #expect(result["errors"]?[0]?["extensions"]?["code"] == "SUBSCRIPTION_LIMIT", "\(result.text)")
                return result["errors"]?[0]?["extensions"]?["scope"]
            }
            func open(_ user: String, _ form: LiveStream.Form = .events) async throws -> LiveStream {
                try await LiveStream(to: node, BoardWriter.events, token: node.token(user), form: form)
            }
            let first = try await open("ann")
            let socket = try await LiveSocket(to: node, token: node.token("ann"))
            socket.subscribe("1", BoardWriter.events)
            while await node.liveCounts()[0] < 2 { await Task.yield() }
            var third = try await open("ann", .parts)
            #expect(try await isRefused(&third) == "VIEWER")
            let ben = try await open("ben")
            while await node.liveCounts()[0] < 3 { await Task.yield() }
            var full = try await open("cid")
            #expect(try await isRefused(&full) == "TENANT")
            let elsewhere = try await LiveStream(to: node, BoardWriter.events, token: node.token(tenant: "other"))
            while await node.liveCounts()[0] < 4 { await Task.yield() }
            first.cut()
            while await node.liveCounts()[0] > 3 { await Task.yield() }
            let room = try await open("cid")
            while await node.liveCounts()[0] < 4 { await Task.yield() }
            for stream in [ben, elsewhere, room] { stream.cut() }
            socket.cut()
            while await node.liveCounts()[0] > 0 { await Task.yield() }
        }
    }
}
