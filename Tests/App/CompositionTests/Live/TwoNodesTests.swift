import Composition
import Gateway
import Glibc
import JSON
import Testing

@Suite(.timeLimit(.minutes(8)), .enabled(if: RunningNode.Store.postgresConninfo != nil))
struct TwoNodesTests {
    /// Runs the body beside two nodes that share one log.
    private func run(_ body: ([RunningNode]) async throws -> Void) async throws {
        let schema = [("storage.schema", "two\(getpid())_\(UInt32.random(in: 0 ... .max))")]
        try await RunningNode.run(on: .postgres, schema) { first in
            try await RunningNode.run(on: .postgres, schema) { second in try await body([first, second]) }
        }
    }

    @Test func `a subscription that is cut on one node goes on at the other, without a gap or a repeat`() async throws {
        try await run { nodes in
            let count = 60
            let writers = nodes.map { BoardWriter(node: $0) }
            let start = try await writers[0].open()
            async let written: Void = {
                for number in 0..<count { try await writers[number % 2].add("\(number)") }
            }()
            var random = SeededRandom(seed: 5)
            var reader = try BoardReader(after: start)
            var routes = [ResumeTests.Route.socketExtension, .streamField, .parts]
            var turn = 0
            while reader.texts.count < count {
                var source = try await routes[0].open(nodes[turn % 2], after: reader.position)
                let wanted = Int.random(in: 1...9, using: &random)
                for _ in 0..<min(wanted, count - reader.texts.count) { try reader.take(try await source.next()) }
                source.cut()
                routes.append(routes.removeFirst())
                turn += 1
            }
            try await written
            #expect(reader.texts == (0..<count).map(String.init))
            #expect(turn > 6)
        }
    }

    @Test func `who has registered at one node is known at the other, by name`() async throws {
        try await run { nodes in
            let registered = try await AccountClient(node: nodes[0]).register("ann")
            #expect(registered["userId"] == "ann", "\(registered.text)")
            // The other node opens what the first one has sealed, and finds the address that it has hidden.
            let other = AccountClient(node: nodes[1])
            let token = try #require(try await other.login("ann")["accessToken"]?.string)
            let me = try await other.ask("{ me { id email name } }", token: token)
            #expect(
                me["data"]?["me"] == ["id": "ann", "email": "ann@example.com", "name": "The ann"], "\(me.text)")
        }
    }

    @Test func `a live query sees what was written through the other node, wherever the read model is fed`()
        async throws
    {
        try await run { nodes in
            _ = try await BoardWriter(node: nodes[0]).open()
            var sockets: [LiveSocket] = []
            for node in nodes {
                let socket = try await LiveSocket(to: node, token: node.token())
                socket.subscribe("1", #"query @live(throttleMs: 10) { board(id: "b1") { noteCount } }"#)
                sockets.append(socket)
            }
            for number in 0..<4 { try await BoardWriter(node: nodes[number % 2]).add("\(number)") }
            for place in sockets.indices {
                while try await sockets[place].next()["data"]?["board"]?["noteCount"] != 4 {}
                sockets[place].cut()
            }
        }
    }
}
