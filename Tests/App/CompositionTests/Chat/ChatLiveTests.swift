import JSON
import Testing

@Suite(.timeLimit(.minutes(8)))
struct ChatLiveTests {
    static let events = """
        subscription($after: Cursor) { chatEvents(chatId: "c", after: $after) { name position actor
          ... on MessageNewEvent { text sender } ... on ParticipantRemovedEvent { userId }
          ... on MessageEditedEvent { text } } }
        """
    static let mine = """
        subscription($after: Cursor) { myEvents(after: $after) { name position ... on ChatEvent { chatId }
          ... on MessageNewEvent { text } ... on MessageEditedEvent { text } } }
        """

    private func name(_ result: JSONValue, _ field: String = "chatEvents") -> String {
        result["data"]?[field]?["name"]?.string ?? result.text
    }

    @Test(arguments: RunningNode.Store.available)
    func `every event of a chat comes under its public name`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let writer = ChatWriter(node: node)
            let start = try await writer.begin()
            var socket = try await LiveSocket(to: node, token: node.token("bob"))
            socket.subscribe("1", Self.events, variables: ["after": .string(start)])
            try await writer.send("updateChat", ["chatId": "c", "title": "U"], as: "ann")
            try await writer.send("addParticipant", ["chatId": "c", "userId": "cy"], as: "ann")
            let sent = try await writer.send("sendMessage", ["chatId": "c", "text": "one"], as: "ann")
            let id = try #require(sent["messageId"])
            try await writer.send("editMessage", ["chatId": "c", "messageId": id, "text": "two"], as: "ann")
            try await writer.send("markMessagesAsRead", ["chatId": "c", "upTo": 4], as: "bob")
            try await writer.send("muteChat", ["chatId": "c"], as: "bob")
            try await writer.send("updateParticipantRole", ["chatId": "c", "userId": "cy", "role": "ADMIN"], as: "ann")
            try await writer.send("deleteMessage", ["chatId": "c", "messageId": id], as: "ann")
            try await writer.send("removeParticipant", ["chatId": "c", "userId": "cy"], as: "ann")
            try await writer.send("archiveChat", ["chatId": "c"], as: "ann")
            let expected = [
                "chat.updated", "chat.participant.added", "chat.message.new", "chat.message.edited", "chat.read",
                "chat.message.deleted", "chat.participant.removed", "chat.archived",
            ]
            for one in expected { #expect(name(try await socket.next()) == one) }
            var own = try await LiveSocket(to: node, token: node.token("bob"))
            own.subscribe("1", Self.mine, resumeAfter: "v1.1.0")
            for one in ["chat.created"] + expected { #expect(name(try await own.next(), "myEvents") == one) }
            socket.cut()
            own.cut()
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `whoever leaves is shown that and nothing more, live and resumed`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let writer = ChatWriter(node: node)
            let start = try await writer.begin(with: ["bob", "cy"])
            var socket = try await LiveSocket(to: node, token: node.token("bob"))
            socket.subscribe("1", Self.events, variables: ["after": .string(start)])
            var mine = try await LiveSocket(to: node, token: node.token("bob"))
            mine.subscribe("1", Self.mine, resumeAfter: start)
            try await writer.say("before", as: "ann")
            #expect(name(try await socket.next()) == "chat.message.new")
            let removal = try await writer.send("removeParticipant", ["chatId": "c", "userId": "bob"], as: "ann")
            try await writer.say("after", as: "ann")
            #expect(name(try await socket.next()) == "chat.participant.removed")
            let end = try await socket.message()
            #expect(end["type"] == "error" && end["payload"]?[0]?["extensions"]?["code"] == "FORBIDDEN", "\(end.text)")
            var resumed = try await LiveSocket(to: node, token: node.token("bob"))
            resumed.subscribe("1", Self.events, resumeAfter: start)
            #expect(try await resumed.next()["data"]?["chatEvents"]?["text"] == "before")
            #expect(name(try await resumed.next()) == "chat.participant.removed")
            #expect(try await resumed.message()["type"] == "error")
            resumed.subscribe("2", Self.events, resumeAfter: try #require(removal["position"]?.string))
            #expect(try await resumed.message()["type"] == "error")
            _ = try await writer.begin("d")
            let names = [try await mine.next(), try await mine.next(), try await mine.next()]
            #expect(
                names.map { name($0, "myEvents") } == ["chat.message.new", "chat.participant.removed", "chat.created"])
            #expect(names.last?["data"]?["myEvents"]?["chatId"] == "d")
            var stranger = try await LiveSocket(to: node, token: node.token("eve"))
            stranger.subscribe("1", Self.events)
            #expect(try await stranger.message()["payload"]?[0]?["extensions"]?["code"] == "FORBIDDEN")
            for open in [socket, mine, resumed, stranger] { open.cut() }
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `who comes later sees nothing from before where the chat says so`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let writer = ChatWriter(node: node)
            let start = try await writer.begin(history: "SINCE_JOINING")
            try await writer.say("secret", as: "ann")
            try await writer.send("addParticipant", ["chatId": "c", "userId": "cy"], as: "ann")
            try await writer.say("open", as: "ann")
            var socket = try await LiveSocket(to: node, token: node.token("cy"))
            socket.subscribe("1", Self.events, resumeAfter: start)
            #expect(name(try await socket.next()) == "chat.participant.added")
            #expect(try await socket.next()["data"]?["chatEvents"]?["text"] == "open")
            socket.cut()
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `an edit shows nobody what was said before they came`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let writer = ChatWriter(node: node)
            let start = try await writer.begin(history: "SINCE_JOINING")
            let old = try await writer.send("sendMessage", ["chatId": "c", "text": "secret"], as: "ann")
            try await writer.send("addParticipant", ["chatId": "c", "userId": "cy"], as: "ann")
            let id = try #require(old["messageId"])
            var sockets: [LiveSocket] = []
            for query in [Self.events, Self.mine] {
                let live = try await LiveSocket(to: node, token: node.token("cy"))
                live.subscribe("1", query, resumeAfter: start)
                sockets.append(live)
            }
            try await writer.send("editMessage", ["chatId": "c", "messageId": id, "text": "secret two"], as: "ann")
            try await writer.send("deleteMessage", ["chatId": "c", "messageId": id], as: "ann")
            let new = try await writer.send("sendMessage", ["chatId": "c", "text": "open"], as: "ann")
            try await writer.send(
                "editMessage", ["chatId": "c", "messageId": try #require(new["messageId"]), "text": "open two"],
                as: "ann")
            for query in [Self.events, Self.mine] {
                let resumed = try await LiveSocket(to: node, token: node.token("cy"))
                resumed.subscribe("1", query, resumeAfter: start)
                sockets.append(resumed)
            }
            for (index, socket) in sockets.enumerated() {
                var (socket, field) = (socket, index.isMultiple(of: 2) ? "chatEvents" : "myEvents")
                var names: [String] = []
                for _ in 0..<3 {
                    let event = try await socket.next()
                    names.append(name(event, field))
                    #expect(!event.text.contains("secret"), "\(index): \(event.text)")
                }
                #expect(names == ["chat.participant.added", "chat.message.new", "chat.message.edited"], "\(index)")
                socket.cut()
            }
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `what was deleted is not read in an earlier part of the log`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let writer = ChatWriter(node: node)
            _ = try await writer.begin()
            let sent = try await writer.send(
                "sendMessage", ["chatId": "c", "text": "secret", "attachments": ["secret-file"]], as: "ann")
            let id = try #require(sent["messageId"])
            try await writer.send("editMessage", ["chatId": "c", "messageId": id, "text": "secret two"], as: "ann")
            let gone = try await writer.send("deleteMessage", ["chatId": "c", "messageId": id], as: "ann")
            // Why read first: then the node knows of the deletion.
            let position = try #require(gone["position"]?.string)
            _ = try await writer.read("{ myChats { nodes { chatId } } }", as: "bob", after: position)
            for (query, field) in [(Self.events, "chatEvents"), (Self.mine, "myEvents")] {
                var socket = try await LiveSocket(to: node, token: node.token("bob"))
                socket.subscribe("1", query, resumeAfter: "v1.1.0")
                var seen: [JSONValue] = []
                while seen.last.map({ name($0, field) }) != "chat.message.deleted" {
                    seen.append(try await socket.next())
                }
                #expect(
                    seen.map { name($0, field) } == [
                        "chat.created", "chat.message.new", "chat.message.edited", "chat.message.deleted",
                    ])
                #expect(!seen.contains { $0.text.contains("secret") }, "\(seen.map(\.text))")
                #expect(seen[1]["data"]?[field]?["text"] == .null)
                socket.cut()
            }
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `everything that concerns somebody comes in one stream`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let (writer, client) = (ChatWriter(node: node), AccountClient(node: node))
            let admin = node.token("root", roles: ["admin"])
            for id in ["ann", "bob"] {
                let input: JSONValue = [
                    "id": .string(id), "email": .string("\(id)@example.com"), "password": "correct horse",
                    "name": .string(id),
                ]
                #expect(try await client.mutate("registerUser", input, token: admin)["userId"] == .string(id))
            }
            func company(_ field: String, _ input: JSONValue) async throws {
                let type = field.prefix(1).uppercased() + field.dropFirst() + "Input"
                let text = """
                    mutation($input: \(type)!) { \(field)(input: $input) { ... on CompanyChanged { position } } }
                    """
                let answer = try await node.graphQL(text, variables: ["input": input], as: "ann")
                #expect(answer["data"]?[field]?["position"] != nil, "\(answer.text)")
            }
            var bob = try await LiveSocket(to: node, token: node.token("bob"))
            bob.subscribe("1", Self.mine, resumeAfter: "v1.1.0")
            try await company("createCompany", ["id": "acme", "title": "A"])
            try await company("addCompanyMember", ["companyId": "acme", "userId": "bob"])
            try await company("updateCompany", ["companyId": "acme", "title": "B"])
            for id in ["ann", "bob"] {
                let update: JSONValue = ["userId": .string(id), "name": "Another"]
                #expect(try await client.mutate("updateProfile", update, token: admin)["userId"] == .string(id))
            }
            _ = try await writer.begin()
            try await company("removeCompanyMember", ["companyId": "acme", "userId": "bob"])
            try await company("updateCompany", ["companyId": "acme", "title": "C"])
            try await writer.say("hi", as: "ann")
            let expected = [
                "company.member.added", "company.updated", "user.profile.updated", "chat.created",
                "company.member.removed", "chat.message.new",
            ]
            for one in expected { #expect(name(try await bob.next(), "myEvents") == one) }
            var resumed = try await LiveSocket(to: node, token: node.token("bob"))
            resumed.subscribe("1", Self.mine, resumeAfter: "v1.1.0")
            for one in expected { #expect(name(try await resumed.next(), "myEvents") == one) }
            bob.cut()
            resumed.cut()
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `members who are cut at any moment and resume have every message once, in order`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let (writer, count) = (ChatWriter(node: node), 60)
            let start = try await writer.begin(with: ["bob", "cy"])
            async let written: Void = {
                for number in 0..<count { try await writer.say("\(number)", as: number % 2 == 0 ? "ann" : "bob") }
            }()
            var random = SeededRandom(seed: 11)
            var (seen, position) = ([String](), start)
            while seen.count < count {
                var socket = try await LiveSocket(to: node, token: node.token("cy"))
                socket.subscribe("1", Self.events, resumeAfter: position)
                for _ in 0..<min(Int.random(in: 1...12, using: &random), count - seen.count) {
                    let event = try await socket.next()["data"]?["chatEvents"]
                    seen.append(event?["text"]?.string ?? "")
                    position = try #require(event?["position"]?.string)
                }
                socket.cut()
            }
            try await written
            #expect(seen == (0..<count).map(String.init))
        }
    }
}
