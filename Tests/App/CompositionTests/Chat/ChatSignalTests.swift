import Composition
import EventSourcing
import Glibc
import JSON
import Testing

@Suite(.timeLimit(.minutes(8)))
struct ChatSignalTests {
    /// Where nodes tell each other: within the process, and through the Redis that `make test` has started.
    private static let places: [String?] =
        [nil] + (getenv("BELVEDERE_TEST_REDIS").map { [String(cString: $0)] } ?? [])

    private static let signals = """
        subscription { chatSignals(chatId: "c") { name userId chatId ... on PresenceSignal { online } } }
        """
    private static let presence = "{ chatPresence(chatId: \"c\") { userId online typing lastSeenAt } }"

    private func flags(_ redis: String?) -> [(name: String, value: String)] {
        let prefix = "t\(UInt32.random(in: 0 ... .max))"
        return redis.map { [("signals.redis", $0), ("signals.prefix", prefix), ("signals.timeout", "10s")] } ?? []
    }

    private func type(as user: String, _ node: RunningNode) async throws -> JSONValue {
        try await node.graphQL("mutation { typing(chatId: \"c\") { chatId expiresAt } }", as: user)
    }

    /// Reads until somebody is told to be typing; what else is told comes before.
    private func nextTyping(_ socket: inout LiveSocket) async throws -> [JSONValue] {
        var told: [JSONValue] = []
        while told.last?["name"] != "chat.typing" {
            let result = try await socket.next()
            told.append(try #require(result["data"]?["chatSignals"], "\(result.text)"))
        }
        return told
    }

    /// The others hear of it; a socket may listen a moment after it has subscribed, so it is told until it does.
    private func hears(_ socket: inout LiveSocket, typingOf user: String, through node: RunningNode) async throws {
        let told = Task {
            while !Task.isCancelled { _ = try await type(as: user, node) }
        }
        let last = try await nextTyping(&socket).last
        told.cancel()
        #expect(last == ["name": "chat.typing", "userId": .string(user), "chatId": "c"])
    }

    @Test(arguments: places)
    func `who is typing is told to the others in the chat and to nobody else, and is in no log`(
        _ redis: String?
    ) async throws {
        try await RunningNode.run(on: .sqlite, flags(redis)) { node in
            let writer = ChatWriter(node: node)
            let begun = try await writer.begin()
            var bob = try await LiveSocket(to: node, token: node.token("bob"))
            bob.subscribe("1", Self.signals)
            try await hears(&bob, typingOf: "ann", through: node)
            var eve = try await LiveSocket(to: node, token: node.token("eve"))
            eve.subscribe("1", Self.signals)
            #expect(try await eve.message()["payload"]?[0]?["extensions"]?["code"] == "FORBIDDEN")
            #expect(try await type(as: "eve", node).errorCode == "FORBIDDEN")
            let seen = try await node.graphQL(Self.presence, as: "bob")["data"]?["chatPresence"]
            #expect(seen?[0]?["userId"] == "ann" && seen?[0]?["typing"] == true, "\(seen?.text ?? "")")
            let head = try await node.storage.events.head().position
            #expect(begun.hasSuffix(".\(head)"), "nothing was written: \(begun) and \(head)")
            bob.cut()
            eve.cut()
        }
    }

    @Test(arguments: places)
    func `who has a live socket is there, until the last of them is closed`(_ redis: String?) async throws {
        try await RunningNode.run(on: .sqlite, flags(redis)) { node in
            let writer = ChatWriter(node: node)
            _ = try await writer.begin()
            var bob = try await LiveSocket(to: node, token: node.token("bob"))
            bob.subscribe("1", Self.signals)
            try await hears(&bob, typingOf: "bob", through: node)
            let ann = [
                try await LiveSocket(to: node, token: node.token("ann")),
                try await LiveSocket(to: node, token: node.token("ann")),
            ]
            func next(_ socket: inout LiveSocket) async throws -> JSONValue? {
                while true {
                    let told = try await socket.next()["data"]?["chatSignals"]
                    if told?["userId"] == "ann" { return told }
                }
            }
            #expect(
                try await next(&bob)
                    == ["name": "chat.presence", "userId": "ann", "chatId": "c", "online": true])
            let here = try await node.graphQL(Self.presence, as: "bob")["data"]?["chatPresence"]
            #expect(here?[0]?["online"] == true && here?[1]?["online"] == true, "\(here?.text ?? "")")
            ann[0].cut()
            ann[1].cut()
            #expect(try await next(&bob)?["online"] == false)
            let gone = try await node.graphQL(Self.presence, as: "bob")["data"]?["chatPresence"]
            #expect(gone?[0]?["online"] == false && gone?[0]?["lastSeenAt"] != .null, "\(gone?.text ?? "")")
            bob.cut()
        }
    }

    @Test func `whoever is taken out of a chat hears no more of it`() async throws {
        try await RunningNode.run { node in
            let writer = ChatWriter(node: node)
            _ = try await writer.begin()
            var bob = try await LiveSocket(to: node, token: node.token("bob"))
            bob.subscribe("1", Self.signals)
            try await hears(&bob, typingOf: "ann", through: node)
            try await writer.send("removeParticipant", ["chatId": "c", "userId": "bob"], as: "ann")
            let told = Task {
                while !Task.isCancelled { _ = try await type(as: "ann", node) }
            }
            var last = try await bob.message()
            // Bounded: who may hear of it is asked anew after a second.
            while last["type"] == "next" { last = try await bob.message() }
            told.cancel()
            #expect(last["payload"]?[0]?["extensions"]?["code"] == "FORBIDDEN", "\(last.text)")
            bob.cut()
        }
    }

    @Test(.enabled(if: getenv("BELVEDERE_TEST_REDIS") != nil && RunningNode.Store.available.count > 1))
    func `two nodes tell each other who is typing and who is there`() async throws {
        let schema = RunningNode.newSchema()
        let both = flags(Self.places.last ?? nil)
        try await RunningNode.run(on: .postgres, both, schema: schema) { one in
            try await RunningNode.run(on: .postgres, both, schema: schema, isBesideAnother: true) { other in
                _ = try await ChatWriter(node: one).begin()
                var bob = try await LiveSocket(to: one, token: one.token("bob"))
                bob.subscribe("1", Self.signals)
                try await hears(&bob, typingOf: "ann", through: other)
                let ann = [
                    try await LiveSocket(to: one, token: one.token("ann")),
                    try await LiveSocket(to: other, token: other.token("ann")),
                ]
                ann[0].cut()
                try await hears(&bob, typingOf: "ann", through: other)
                for node in [one, other] {
                    let seen = try await node.graphQL(Self.presence, as: "bob")["data"]?["chatPresence"]
                    #expect(seen?[0]?["userId"] == "ann" && seen?[0]?["online"] == true, "\(seen?.text ?? "")")
                }
                ann[1].cut()
                bob.cut()
            }
        }
    }
}
