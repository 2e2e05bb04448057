import JSON
import Testing

@Suite(.timeLimit(.minutes(8)))
struct ChatRightsTests {
    private static let unread = "{ unreadCount(chatId: \"c\") { unreadCount } }"

    @Test(arguments: RunningNode.Store.available)
    func `a mark beyond the end of the log means its end, and later ones still count`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let writer = ChatWriter(node: node)
            _ = try await writer.begin()
            try await writer.say("one", as: "ann")
            let far: JSONValue = ["chatId": "c", "upTo": .number("9223372036854775807")]
            #expect(try await writer.send("markMessagesAsRead", far, as: "bob")["position"] != nil)
            let said = try await writer.say("two", as: "ann")
            #expect(
                try await writer.read(Self.unread, as: "bob", after: said)["unreadCount"]?["unreadCount"] == 1)
            let page = "{ chatMessages(chatId: \"c\", last: 1) { nodes { position } } }"
            let place = try await writer.read(page, as: "bob", after: said)["chatMessages"]?["nodes"]?[0]?["position"]
            let mark = try await writer.send(
                "markMessagesAsRead", ["chatId": "c", "upTo": place ?? .null], as: "bob")
            let position = try #require(mark["position"]?.string)
            #expect(
                try await writer.read(Self.unread, as: "bob", after: position)["unreadCount"]?["unreadCount"] == 0)
        }
    }

    @Test func `who left a chat and came back mutes it again`() async throws {
        try await RunningNode.run { node in
            let writer = ChatWriter(node: node)
            _ = try await writer.begin()
            for _ in 0..<2 {
                let muted = try await writer.send("muteChat", ["chatId": "c"], as: "bob")
                let read = try await writer.read(
                    "{ myChat(chatId: \"c\") { muted } }", as: "bob", after: try #require(muted["position"]?.string))
                #expect(read["myChat"] == ["muted": true])
                try await writer.send("removeParticipant", ["chatId": "c", "userId": "bob"], as: "bob")
                try await writer.send("addParticipant", ["chatId": "c", "userId": "bob"], as: "ann")
            }
        }
    }

    @Test func `a direct chat is nobody else's to take or to find`() async throws {
        try await RunningNode.run { node in
            let writer = ChatWriter(node: node)
            let direct: JSONValue = ["kind": "DIRECT", "members": ["bob"]]
            let made = try await writer.send("createChat", direct, as: "ann")
            let id = try #require(made["chatId"]?.string, "\(made.text)")
            #expect(id.hasPrefix("direct-"))
            let none = id.dropLast(4) + "0000"
            for chat in [id, String(none)] {
                let said = try await writer.send("sendMessage", ["chatId": .string(chat), "text": "x"], as: "eve")
                #expect(said == ["reason": "UNKNOWN_CHAT"])
            }
            let squat = """
                mutation($id: ID!) { createChat(input: { id: $id, title: "T" }) { __typename } }
                """
            let answer = try await node.graphQL(squat, variables: ["id": .string(String(none))], as: "eve")
            #expect(answer["errors"]?[0]?["extensions"]?["code"] == "BAD_USER_INPUT", "\(answer.text)")
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `a company chat is for the members of its company`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let writer = ChatWriter(node: node)
            func company(_ field: String, _ input: String) async throws {
                let text = "mutation { \(field)(input: { \(input) }) { ... on CompanyChanged { position } } }"
                let answer = try await node.graphQL(text, as: "ann")
                #expect(answer["data"]?[field]?["position"] != nil, "\(answer.text)")
            }
            func create(_ id: String, _ members: JSONValue, of company: String, as user: String) async throws
                -> JSONValue
            {
                try await writer.send(
                    "createChat",
                    [
                        "id": .string(id), "kind": "COMPANY", "title": "T", "companyId": .string(company),
                        "members": members,
                    ], as: user)
            }
            try await company("createCompany", #"id: "acme", title: "A""#)
            try await company("addCompanyMember", #"companyId: "acme", userId: "bob""#)
            let refused: JSONValue = ["reason": "NOT_IN_COMPANY"]
            #expect(try await create("c1", [], of: "acme", as: "eve") == refused)
            #expect(try await create("c1", [], of: "none", as: "ann") == refused)
            #expect(try await create("c1", ["eve"], of: "acme", as: "ann") == refused)
            let made = try await create("c1", ["bob"], of: "acme", as: "ann")
            #expect(made["chatId"] == "c1", "\(made.text)")
            #expect(try await writer.send("addParticipant", ["chatId": "c1", "userId": "eve"], as: "ann") == refused)
            try await company("addCompanyMember", #"companyId: "acme", userId: "eve""#)
            let added = try await writer.send("addParticipant", ["chatId": "c1", "userId": "eve"], as: "ann")
            #expect(added["chatId"] == "c1", "\(added.text)")
            var socket = try await LiveSocket(to: node, token: node.token("eve"))
            socket.subscribe(
                "1", "subscription { chatEvents(chatId: \"c1\") { name ... on ParticipantRemovedEvent { userId } } }",
                resumeAfter: try #require(added["position"]?.string))
            try await company("removeCompanyMember", #"companyId: "acme", userId: "eve""#)
            let left = try await socket.next()["data"]?["chatEvents"]
            #expect(left == ["name": "chat.participant.removed", "userId": "eve"])
            socket.cut()
        }
    }

    @Test func `a live search over all chats notices that somebody has come into one`() async throws {
        try await RunningNode.run { node in
            let writer = ChatWriter(node: node)
            _ = try await writer.begin("c", with: ["bob", "cy"])
            let said = try await writer.say("quick fox", as: "ann")
            _ = try await writer.read(Self.unread, as: "bob", after: said)
            var socket = try await LiveSocket(to: node, token: node.token("eve"))
            socket.subscribe(
                "1", "query @live(throttleMs: 10) { searchMessages(text: \"quick\") { nodes { text } } }")
            let none = try await socket.next()
            #expect(none["data"]?["searchMessages"]?["nodes"] == [], "\(none.text)")
            try await writer.send("addParticipant", ["chatId": "c", "userId": "eve"], as: "ann")
            let found = try await socket.next()
            #expect(found["data"]?["searchMessages"]?["nodes"] == [["text": "quick fox"]], "\(found.text)")
            try await writer.send("removeParticipant", ["chatId": "c", "userId": "eve"], as: "ann")
            let gone = try await socket.next()
            #expect(gone["data"]?["searchMessages"]?["nodes"] == [], "\(gone.text)")
            socket.cut()
        }
    }
}
