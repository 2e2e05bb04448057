import Composition
import Gateway
import JSON
import Testing

@Suite(.timeLimit(.minutes(8)))
struct LiveRightsTests {
    @Test func `a resumed subscription shows what its token opens, whoever has learnt the position`() async throws {
        try await RunningNode.run { node in
            let (ours, theirs) = (BoardWriter(node: node, tenant: "red"), BoardWriter(node: node, tenant: "blue"))
            let start = try await ours.open()
            _ = try await theirs.open()
            try await ours.add("ours")
            try await theirs.add("theirs")
            var stream = try await LiveStream(
                to: node, BoardWriter.events, token: node.token(tenant: "blue"), resumeAfter: start)
            var texts: [String] = []
            while texts.isEmpty {
                if let text = try await stream.next()["data"]?["boardEvents"]?["text"]?.string { texts.append(text) }
            }
            #expect(texts == ["theirs"])
            stream.cut()
            var nobody = try await LiveStream(to: node, BoardWriter.events, token: nil, resumeAfter: start)
            #expect(try await nobody.next()["errors"]?[0]?["extensions"]?["code"] == "UNAUTHENTICATED")
            let expired = node.token(tenant: "red", lasts: -60)
            let refused = try await LiveStream(to: node, BoardWriter.events, token: expired, resumeAfter: start)
            #expect(refused.status == 401)
        }
    }

    @Test func `a silent subscription ends when its token does, on every transport`() async throws {
        try await RunningNode.run([("subscriptions.heartbeat", "100ms")]) { node in
            _ = try await BoardWriter(node: node).open()
            let token = node.token(endsIn: 2)
            var socket = try await LiveSocket(to: node, token: token)
            socket.subscribe("1", BoardWriter.events)
            var stream = try await LiveStream(to: node, BoardWriter.events, token: token)
            var parts = try await LiveStream(to: node, BoardWriter.events, token: token, form: .parts)
            #expect(try await socket.message()["payload"]?[0]?["extensions"]?["code"] == "UNAUTHENTICATED")
            await #expect(throws: LiveSocket.Closed(code: 4403)) { _ = try await socket.message() }
            #expect(try await stream.next()["errors"]?[0]?["extensions"]?["code"] == "UNAUTHENTICATED")
            #expect(try await stream.event().name == "complete")
            var part = JSONValue.object([])
            while part["errors"] == nil { part = try await parts.part() }
            #expect(part["errors"]?[0]?["extensions"]?["code"] == "UNAUTHENTICATED")
            while node.node.live.openCount > 0 { await Task.yield() }
        }
    }
}
