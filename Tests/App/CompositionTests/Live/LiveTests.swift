import Composition
import Gateway
import HTTPClient
import JSON
import Lifecycle
import Prelude
import Testing

extension RunningNode {
    /// Subscriptions, and the readings of the log that serve them.
    func liveCounts() async -> [Int] {
        let counts = await node.live.counts()
        return [counts.subscriptions, counts.channels]
    }
}

@Suite(.timeLimit(.minutes(8)))
struct LiveTests {
    @Test(arguments: RunningNode.Store.available)
    func `equal subscriptions get the same results from one reading of the log`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let writer = BoardWriter(node: node)
            _ = try await writer.open()
            var sockets: [LiveSocket] = []
            for user in ["ann", "ben"] {
                var socket = try await LiveSocket(to: node, token: node.token(user))
                socket.subscribe("1", BoardWriter.events)
                #expect(try await socket.anyMessage()["type"] == "ping")
                sockets.append(socket)
            }
            var stream = try await LiveStream(to: node, BoardWriter.events, token: node.token("cid"))
            while await node.liveCounts()[0] < 3 { await Task.yield() }
            #expect(await node.liveCounts() == [3, 1])
            for number in 0..<20 { try await writer.add("\(number)") }
            for number in 0..<20 {
                let first = try await sockets[0].next()
                #expect(first["data"]?["boardEvents"]?["text"] == .string("\(number)"))
                let second = try await sockets[1].next()
                #expect(second == first)
                let third = try await stream.next()
                #expect(third == first)
            }
            for socket in sockets { socket.cut() }
            stream.cut()
            while await node.liveCounts()[0] > 0 { await Task.yield() }
            #expect(await node.liveCounts() == [0, 0])
        }
    }

    @Test func `a query and a mutation are answered over the socket as well`() async throws {
        try await RunningNode.run { node in
            _ = try await BoardWriter(node: node).open()
            var socket = try await LiveSocket(to: node, token: node.token())
            let mutation = """
                mutation { addNote(input: {boardId: "b1", text: "x"}) { ... on BoardChanged { version } } }
                """
            socket.subscribe("m", mutation)
            #expect(try await socket.message()["payload"]?["data"]?["addNote"]?["version"] == 2)
            #expect(try await socket.message() == ["id": "m", "type": "complete"])
            socket.subscribe("q", "{ __typename }")
            #expect(try await socket.message()["payload"]?["data"] == ["__typename": "Query"])
            #expect(try await socket.message() == ["id": "q", "type": "complete"])
            socket.subscribe("q", "{ nonsense }")
            let refusal = try await socket.message()
            #expect(refusal["type"] == "error" && refusal["id"] == "q")
        }
    }

    @Test func `nobody subscribes without showing who they are`() async throws {
        try await RunningNode.run { node in
            var socket = try await LiveSocket(to: node, token: nil)
            socket.subscribe("1", BoardWriter.events)
            let refusal = try await socket.message()
            #expect(refusal["type"] == "error")
            #expect(refusal["payload"]?[0]?["extensions"]?["code"] == "UNAUTHENTICATED")
            var stream = try await LiveStream(to: node, BoardWriter.events, token: nil)
            #expect(stream.status == 200)
            #expect(try await stream.next()["errors"]?[0]?["extensions"]?["code"] == "UNAUTHENTICATED")
            #expect(try await stream.event().name == "complete")
        }
    }

    @Test func `a bad token closes the socket, an unknown protocol opens none`() async throws {
        try await RunningNode.run { node in
            var socket = try await LiveSocket(to: node)
            socket.hello("not.a.token")
            await #expect(throws: LiveSocket.Closed(code: 4403)) { _ = try await socket.message() }
            await #expect(throws: (any Error).self) {
                _ = try await LiveSocket(to: node, subprotocols: ["graphql-ws"])
            }
        }
    }

    @Test func `a token that expires ends what it has opened`() async throws {
        try await RunningNode.run { node in
            let writer = BoardWriter(node: node)
            let start = try await writer.open()
            let end = SystemClock().wallTime.microseconds + 3_000_000
            let token = node.token(endsIn: 3)
            var socket = try await LiveSocket(to: node, token: token)
            socket.subscribe("1", BoardWriter.events, resumeAfter: start)
            var stream = try await LiveStream(to: node, BoardWriter.events, token: token, resumeAfter: start)
            func hasExpired() -> Bool { SystemClock().wallTime.microseconds > end }
            while await node.liveCounts()[0] < 2, !hasExpired() { await Task.yield() }
            while await node.liveCounts()[0] > 0 || !hasExpired() { try await writer.add("x") }
            var ended = JSONValue.null
            while ended["type"] != "error" { ended = try await socket.message() }
            #expect(ended["payload"]?[0]?["extensions"]?["code"] == "UNAUTHENTICATED")
            var last = JSONValue.null
            while let result = try? await stream.next() { last = result }
            #expect(last["errors"]?[0]?["extensions"]?["code"] == "UNAUTHENTICATED")
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `what happens to another tenant is never heard of`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let (ours, theirs) = (BoardWriter(node: node, tenant: "red"), BoardWriter(node: node, tenant: "blue"))
            let start = try await ours.open()
            _ = try await theirs.open()
            var socket = try await LiveSocket(to: node, token: node.token(tenant: "red"))
            socket.subscribe("1", BoardWriter.events, resumeAfter: start)
            for number in 0..<10 {
                try await theirs.add("theirs")
                try await ours.add("\(number)")
            }
            for number in 0..<10 {
                #expect(try await socket.next()["data"]?["boardEvents"]?["text"] == .string("\(number)"))
            }
        }
    }

    @Test func `what was subscribed and cancelled leaves nothing behind`() async throws {
        try await RunningNode.run { node in
            let start = try await BoardWriter(node: node).open()
            var socket = try await LiveSocket(to: node, token: node.token())
            for number in 0..<1_000 {
                socket.subscribe("\(number)", BoardWriter.events, resumeAfter: number.isMultiple(of: 2) ? start : nil)
                socket.send(["type": "complete", "id": .string("\(number)")])
            }
            socket.send(["type": "ping"])
            #expect(try await socket.message() == ["type": "pong"])
            #expect(await node.liveCounts() == [0, 0])
            for _ in 0..<100 {
                let stream = try await LiveStream(to: node, BoardWriter.events, token: node.token())
                stream.cut()
            }
            while await node.liveCounts()[0] > 0 { await Task.yield() }
            #expect(await node.liveCounts() == [0, 0])
        }
    }
}
