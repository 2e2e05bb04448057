import JSON
import Testing

@Suite(.timeLimit(.minutes(8)))
struct ChatJourneyTests {
    private static let list = """
        { myChats { nodes { chatId title role unreadCount muted lastMessage { sender preview messageId }
          chat { participantCount messageCount } } } }
        """
    private static let messages = """
        query($chat: ID!, $last: Int, $before: Cursor) { chatMessages(chatId: $chat, last: $last, before: $before) {
          nodes { text sender position revision deletedAt replyTo { text } versions { text } }
          pageInfo { hasPreviousPage startCursor } } }
        """

    @Test(arguments: RunningNode.Store.available)
    func `two people talk, and each sees what is unread`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let writer = ChatWriter(node: node)
            _ = try await writer.begin()
            try await writer.say("one", as: "ann")
            let second = try await writer.say("two", as: "ann")
            let bob = try await writer.read(Self.list, as: "bob", after: second)["myChats"]?["nodes"]?[0]
            #expect(bob?["unreadCount"] == 2 && bob?["role"] == "MEMBER" && bob?["title"] == "T")
            #expect(bob?["lastMessage"]?["preview"] == "two" && bob?["lastMessage"]?["sender"] == "ann")
            #expect(bob?["chat"] == ["participantCount": 2, "messageCount": 2])
            let ann = try await writer.read(Self.list, as: "ann", after: second)["myChats"]?["nodes"]?[0]
            #expect(ann?["unreadCount"] == 0)
            let page = try await writer.read(Self.messages, as: "bob", after: second, ["chat": "c", "last": 1])
            #expect(page["chatMessages"]?["nodes"]?[0]?["text"] == "two")
            #expect(page["chatMessages"]?["pageInfo"]?["hasPreviousPage"] == true)
            let cursor = page["chatMessages"]?["pageInfo"]?["startCursor"] ?? .null
            let before = try await writer.read(
                Self.messages, as: "bob", after: second, ["chat": "c", "last": 5, "before": cursor])
            let first = before["chatMessages"]?["nodes"]?.items ?? []
            #expect(first.compactMap { $0["text"] } == ["one"])
            let upTo = first.first?["position"] ?? .null
            let mark = try await writer.send("markMessagesAsRead", ["chatId": "c", "upTo": upTo], as: "bob")
            let position = try #require(mark["position"]?.string)
            let unread = try await writer.read(
                "{ unreadCount(chatId: \"c\") { unreadCount } }", as: "bob", after: position)
            #expect(unread["unreadCount"]?["unreadCount"] == 1)
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `a message is edited, answered and deleted`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let writer = ChatWriter(node: node)
            _ = try await writer.begin()
            let input: JSONValue = ["chatId": "c", "text": "helo", "clientMessageId": "1"]
            let sent = try await writer.send("sendMessage", input, as: "bob")
            let again = try await writer.send("sendMessage", input, as: "bob")
            let id = try #require(sent["messageId"])
            #expect(again["messageId"] == id)
            let other: JSONValue = ["chatId": "c", "text": "other", "clientMessageId": "1"]
            #expect(try await writer.send("sendMessage", other, as: "bob") == ["reason": "CLIENT_MESSAGE_ID_REUSED"])
            try await writer.send("editMessage", ["chatId": "c", "messageId": id, "text": "hello"], as: "bob")
            let reply: JSONValue = ["chatId": "c", "text": "yes", "replyTo": id]
            try await writer.send("sendMessage", reply, as: "ann")
            let nowhere: JSONValue = ["chatId": "c", "text": "yes", "replyTo": "none"]
            #expect(try await writer.send("sendMessage", nowhere, as: "ann") == ["reason": "UNKNOWN_REPLY_TARGET"])
            let muted = try await writer.send("muteChat", ["chatId": "c"], as: "bob")
            let position = try #require(muted["position"]?.string)
            let page = try await writer.read(Self.messages, as: "ann", after: position, ["chat": "c", "last": 9])
            let nodes = page["chatMessages"]?["nodes"]?.items ?? []
            #expect(nodes.compactMap { $0["text"] } == ["hello", "yes"])
            #expect(nodes.first?["versions"] == [["text": "helo"]] && nodes.first?["revision"] == 2)
            #expect(nodes.last?["replyTo"] == ["text": "hello"])
            let gone = try await writer.send("deleteMessage", ["chatId": "c", "messageId": id], as: "ann")
            let after = try await writer.read(
                Self.messages, as: "bob", after: try #require(gone["position"]?.string), ["chat": "c", "last": 9])
            let left = after["chatMessages"]?["nodes"]?.items ?? []
            #expect(left.first?["text"] == .null && left.first?["versions"] == [] && left.first?["deletedAt"] != .null)
            #expect(left.last?["replyTo"] == ["text": .null])
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `nobody sees what was said before they came, or after they left`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let writer = ChatWriter(node: node)
            _ = try await writer.begin(history: "SINCE_JOINING")
            let secret = try await writer.send("sendMessage", ["chatId": "c", "text": "secret"], as: "ann")
            try await writer.send("addParticipant", ["chatId": "c", "userId": "cy"], as: "ann")
            let secretID = try #require(secret["messageId"])
            let said = try await writer.send(
                "sendMessage", ["chatId": "c", "text": "hi cy", "replyTo": secretID], as: "bob")
            let position = try #require(said["position"]?.string)
            let query = """
                query($id: ID!) { chat(id: "c") { messages(last: 9) { nodes { text replyToId replyTo { text } } }
                  participants { nodes { userId role } } externalChannels { channel } }
                  message(chatId: "c", id: $id) { text } chatParticipants(chatId: "c") { nodes { userId } }
                  chatMessages(chatId: "c") { nodes { text } } myChat(chatId: "c") { unreadCount } }
                """
            let cy = try await writer.read(query, as: "cy", after: position, ["id": secretID])
            #expect(
                cy["chat"]?["messages"]?["nodes"] == [["text": "hi cy", "replyToId": secretID, "replyTo": .null]])
            #expect(cy["message"] == .null && cy["chatMessages"]?["nodes"] == [["text": "hi cy"]])
            #expect(cy["chatParticipants"]?["nodes"]?.items?.count == 3 && cy["myChat"]?["unreadCount"] == 1)
            let left = try await writer.send("removeParticipant", ["chatId": "c", "userId": "cy"], as: "cy")
            #expect(
                try await writer.send("sendMessage", ["chatId": "c", "text": "x"], as: "cy") == [
                    "reason": "UNKNOWN_CHAT"
                ])
            for stranger in ["cy", "eve"] {
                let none = try await writer.read(
                    query, as: stranger, after: try #require(left["position"]?.string), ["id": secretID])
                #expect(none["chat"] == .null && none["message"] == .null && none["myChat"] == .null)
                #expect(none["chatMessages"] == ["nodes": []] && none["chatParticipants"] == ["nodes": []])
            }
            let nobody = try await node.graphQL("{ chatMessages(chatId: \"c\") { nodes { text } } }", as: nil)
            #expect(nobody["errors"]?[0]?["extensions"]?["code"] == "UNAUTHENTICATED", "\(nobody.text)")
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `lists of chats are paged, the latest first`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let writer = ChatWriter(node: node)
            for number in 0..<5 { _ = try await writer.begin("c\(number)") }
            try await writer.say("first again", as: "bob", in: "c0")
            let archived = try await writer.send("archiveChat", ["chatId": "c1"], as: "ann")
            let position = try #require(archived["position"]?.string)
            let query = """
                query($after: Cursor, $archived: Boolean!) { myChats(first: 2, after: $after, archived: $archived) {
                  nodes { chatId } pageInfo { hasNextPage endCursor } } }
                """
            var (seen, after) = ([JSONValue](), JSONValue.null)
            for _ in 0..<2 {
                let page = try await writer.read(
                    query, as: "bob", after: position, ["after": after, "archived": false])
                seen += page["myChats"]?["nodes"]?.items ?? []
                after = page["myChats"]?["pageInfo"]?["endCursor"] ?? .null
            }
            #expect(seen == [["chatId": "c0"], ["chatId": "c4"], ["chatId": "c3"], ["chatId": "c2"]])
            let old = try await writer.read(query, as: "bob", after: position, ["archived": true])
            #expect(old["myChats"]?["nodes"] == [["chatId": "c1"]])
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `messages are found by their words, by who may see them`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let writer = ChatWriter(node: node)
            _ = try await writer.begin(history: "SINCE_JOINING")
            _ = try await writer.begin("d", with: ["bob", "cy"])
            try await writer.say("The quick brown fox", as: "ann")
            try await writer.say("a Quick answer", as: "bob", in: "d")
            let typo = try await writer.send("sendMessage", ["chatId": "d", "text": "quikc"], as: "bob")
            let gone = try await writer.send("sendMessage", ["chatId": "d", "text": "quick secret"], as: "bob")
            let typoID = try #require(typo["messageId"])
            try await writer.send("editMessage", ["chatId": "d", "messageId": typoID, "text": "quick!"], as: "bob")
            try await writer.send(
                "deleteMessage", ["chatId": "d", "messageId": try #require(gone["messageId"])], as: "bob")
            try await writer.send("addParticipant", ["chatId": "c", "userId": "cy"], as: "ann")
            let last = try await writer.say("Ein schneller Fuchs, \"quick\" OR brown*", as: "ann")
            func found(_ words: String, in chat: JSONValue = .null, as user: String = "bob") async throws -> [String] {
                let query = """
                    query($text: String!, $in: ID) { searchMessages(text: $text, in: $in) { nodes { text } } }
                    """
                let variables: JSONValue = ["text": .string(words), "in": chat]
                let read = try await writer.read(query, as: user, after: last, variables)
                return (read["searchMessages"]?["nodes"]?.items ?? []).compactMap {
                    $0["text"]?.string?.prefix(7).description
                }
            }
            #expect(try await found("quick") == ["Ein sch", "quick!", "a Quick", "The qui"])
            #expect(try await found("QUICK fox") == ["The qui"])
            #expect(try await found("quick", in: "d") == ["quick!", "a Quick"])
            #expect(try await found("quick", as: "cy") == ["Ein sch", "quick!", "a Quick"])
            #expect(try await found("quick", as: "eve") == [])
            #expect(try await found("quick", in: "d", as: "eve") == [])
            for nothing in ["quikc", "secret", "\"", "quick OR nothing", "qui", "qui*"] {
                #expect(try await found(nothing) == [], "\(nothing)")
            }
            let page = """
                query($after: Cursor) { searchMessages(text: "quick", first: 3, after: $after) {
                  nodes { text } pageInfo { hasNextPage endCursor } } }
                """
            let first = try await writer.read(page, as: "bob", after: last)["searchMessages"]
            #expect(first?["pageInfo"]?["hasNextPage"] == true)
            let rest = try await writer.read(
                page, as: "bob", after: last, ["after": first?["pageInfo"]?["endCursor"] ?? .null])
            #expect(rest["searchMessages"]?["nodes"] == [["text": "The quick brown fox"]])
        }
    }

    @Test func `messengers bring in what is said elsewhere, and nobody else does`() async throws {
        try await RunningNode.run { node in
            let writer = ChatWriter(node: node)
            _ = try await writer.begin()
            let channel: JSONValue = ["chatId": "c", "channel": "telegram", "externalId": "-100"]
            try await writer.send("bindExternalChannel", channel, as: "ann")
            let message: JSONValue = [
                "chatId": "c", "channel": "telegram", "externalId": "-100", "externalMessageId": "7",
                "author": "Zoë", "text": "hi",
            ]
            let first = try await writer.send("receiveExternalMessage", message, as: "bot", roles: ["messenger"])
            let again = try await writer.send("receiveExternalMessage", message, as: "bot", roles: ["messenger"])
            #expect(first["messageId"] != nil && again["messageId"] == first["messageId"])
            let query =
                "{ chatMessages(chatId: \"c\") { nodes { text author sender channel } } unreadCount(chatId: \"c\") { unreadCount } }"
            let read = try await writer.read(query, as: "bob", after: try #require(again["position"]?.string))
            let node0: JSONValue = ["text": "hi", "author": "Zoë", "sender": .null, "channel": "telegram"]
            #expect(read["chatMessages"]?["nodes"] == [node0])
            #expect(read["unreadCount"]?["unreadCount"] == 1)
            let mutation = """
                mutation($input: ReceiveExternalMessageInput!) { receiveExternalMessage(input: $input) { __typename } }
                """
            let forged = try await node.graphQL(mutation, variables: ["input": message], as: "bob", roles: ["admin"])
            #expect(forged["errors"]?[0]?["extensions"]?["code"] == "FORBIDDEN", "\(forged.text)")
        }
    }
}
