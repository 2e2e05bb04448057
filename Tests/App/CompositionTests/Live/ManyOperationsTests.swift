import Composition
import Gateway
import JSON
import Testing

@Suite(.timeLimit(.minutes(8)))
struct ManyOperationsTests {
    @Test func `a thousand subscriptions on one socket are served, and the next one alone is refused`() async throws {
        let flags = [("websocket.subscriptions_max", "1000"), ("subscriptions.per_viewer_max", "5000")]
        try await RunningNode.run(flags) { node in
            let writer = BoardWriter(node: node)
            _ = try await writer.open()
            var socket = try await LiveSocket(to: node, token: node.token())
            for number in 0..<1_001 { socket.subscribe("\(number)", BoardWriter.events) }
            let refusal = try await socket.message()
            #expect(refusal["id"] == "1000" && refusal["type"] == "error")
            #expect(refusal["payload"]?[0]?["extensions"]?["code"] == "SUBSCRIPTION_LIMIT")
            #expect(await node.liveCounts() == [1_000, 1])
            try await writer.add("one")
            var seen: Set<String> = []
            for _ in 0..<1_000 {
                let message = try await socket.message()
                #expect(message["payload"]?["data"]?["boardEvents"]?["text"] == "one")
                seen.insert(message["id"]?.string ?? "")
            }
            #expect(seen.count == 1_000)
            socket.cut()
            while node.node.live.openCount > 0 { await Task.yield() }
        }
    }

    @Test func `a flood of messages closes the socket that it comes from, and no other`() async throws {
        let flags = [("websocket.frame_burst", "200"), ("websocket.frames_per_second", "1")]
        try await RunningNode.run(flags) { node in
            let writer = BoardWriter(node: node)
            _ = try await writer.open()
            var calm = try await LiveSocket(to: node, token: node.token())
            calm.subscribe("1", BoardWriter.events)
            var flood = try await LiveSocket(to: node, token: node.token("eve"))
            flood.subscribe("1", BoardWriter.events)
            for _ in 0..<2_000 { flood.send(["type": "ping"]) }
            var pongs = 0
            let closed = await #expect(throws: LiveSocket.Closed.self) {
                while true {
                    let message = try await flood.message()
                    if message["type"] == "pong" { pongs += 1 }
                }
            }
            #expect(closed == LiveSocket.Closed(code: 1008))
            #expect(pongs < 210)
            try await writer.add("one")
            #expect(try await calm.next()["data"]?["boardEvents"]?["text"] == "one")
            while node.node.live.openCount > 1 { await Task.yield() }
            calm.cut()
        }
    }
}
