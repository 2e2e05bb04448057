import JSON

/// What a terminal shows of a chat, and the place to resume after: a machine that performs nothing.
///
/// Invariant: nothing is shown twice and nothing is left out, however often the connection was cut: history ends at a
/// position, and each event behind it is shown once, in order.
struct ChatTranscript {
    /// What the client has to do.
    enum Step: Equatable {
        case nothing
        case send(JSONValue)
        case show(String)
        /// The server has ended the subscription for good, and why.
        case end(String)
        /// The connection is of no use any more; another one may be.
        case reconnect(String)
    }

    /// Why one document: what was said before is the state at a position, and the events follow from there.
    static let document = """
        query History($chat: ID!) { chat(id: $chat) { title kind archivedAt }
          chatMessages(chatId: $chat, last: 20) { nodes { position text sender author sentAt deletedAt } } }
        subscription Chat($chat: ID!) @initial(operation: "History") { chatEvents(chatId: $chat) {
          name position at actor
          ... on MessageNewEvent { messageId messagePosition text sender author }
          ... on MessageEditedEvent { text } ... on ChatUpdatedEvent { title }
          ... on ParticipantAddedEvent { userId } ... on ParticipantRemovedEvent { userId } } }
        """
    /// Codes after which trying again would be answered alike.
    /// What the one operation of the socket is called.
    private static let operation = "1"
    private static let finalCodes: Set<String> = [
        "FORBIDDEN", "BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED", "POSITION_EXPIRED", "RESYNC", "NOT_FOUND",
    ]

    private let chat: String
    private let token: String
    /// Resume after this.
    private(set) var position: String?
    /// Messages up to this one were shown as history.
    private var shownUpTo: Int64 = 0

    init(chat: String, token: String) { (self.chat, self.token) = (chat, token) }

    /// What a new connection begins with.
    var hello: JSONValue {
        ["type": "connection_init", "payload": ["authorization": .string("Bearer " + token)]]
    }

    /// Takes the state that the subscription begins with.
    private mutating func begin(with data: JSONValue) -> Step {
        guard let found = data["chat"], !found.isNull else { return .end("You are in no chat of that id.") }
        var lines = ["-- \(Self.plain(found["title"]?.string ?? "A direct chat"))"]
        if found["archivedAt"]?.string != nil { lines[0] += " (archived)" }
        for message in data["chatMessages"]?["nodes"]?.items ?? [] {
            let text = message["deletedAt"]?.string == nil ? message["text"]?.string ?? "" : "(deleted)"
            lines.append(Self.line(message["sentAt"], Self.author(message), text))
            shownUpTo = max(shownUpTo, Int64(message["position"]?.text ?? "") ?? 0)
        }
        return .show(lines.joined(separator: "\n"))
    }

    /// Takes a message of the protocol.
    mutating func take(_ message: JSONValue) -> Step {
        switch message["type"]?.string {
        case "connection_ack": return .send(subscribe)
        case "ping":
            let place = message["payload"]?["belvedere"]
            if place?["id"] == .string(Self.operation) { note(place?["position"]) }
            return .send(["type": "pong"])
        case "next": return take(result: message["payload"] ?? .null)
        case "error": return ended(message["payload"]?[0])
        case "complete": return .reconnect("the server ended the stream")
        default: return .nothing
        }
    }

    private var subscribe: JSONValue {
        var payload: [JSONValue.Member] = [
            .init("query", .string(Self.document)), .init("operationName", "Chat"),
            .init("variables", ["chat": .string(chat)]),
        ]
        if let position {
            payload.append(.init("extensions", ["belvedere": ["resume": ["after": .string(position)]]]))
        }
        return ["type": "subscribe", "id": .string(Self.operation), "payload": .object(payload)]
    }

    private mutating func take(result: JSONValue) -> Step {
        let own = result["extensions"]?["belvedere"]
        if own?["initial"] == true, let data = result["data"] {
            note(own?["position"])
            return begin(with: data)
        }
        if let error = result["errors"]?[0], result["data"]?["chatEvents"]?["position"] == nil { return ended(error) }
        let event = result["data"]?["chatEvents"] ?? .null
        note(event["position"])
        if let place = event["messagePosition"].flatMap({ Int64($0.text) }), place <= shownUpTo { return .nothing }
        return Self.line(of: event).map { .show($0) } ?? .nothing
    }

    private func ended(_ error: JSONValue?) -> Step {
        let message = Self.plain(error?["message"]?.string ?? "the subscription failed")
        let code = error?["extensions"]?["code"]?.string ?? ""
        return Self.finalCodes.contains(code) ? .end(message) : .reconnect(message)
    }

    private mutating func note(_ text: JSONValue?) {
        if let text = text?.string { position = text }
    }

    private static func line(of event: JSONValue) -> String? {
        let (at, actor) = (event["at"], event["actor"]?.string ?? "")
        let user = event["userId"]?.string ?? ""
        switch event["name"]?.string {
        case "chat.message.new": return line(at, author(event), event["text"]?.string ?? "(deleted)")
        case "chat.message.edited": return line(at, actor, "(now says) " + (event["text"]?.string ?? "(deleted)"))
        case "chat.message.deleted": return line(at, actor, "(deleted a message)")
        case "chat.participant.added": return line(at, "--", "\(actor) brought \(user) in")
        case "chat.participant.removed":
            return line(at, "--", actor == user ? "\(user) left" : "\(actor) took \(user) out")
        case "chat.updated": return line(at, "--", "\(actor) changed the chat")
        case "chat.archived": return line(at, "--", "\(actor) ended the chat")
        default: return nil
        }
    }

    private static func author(_ message: JSONValue) -> String {
        message["sender"]?.string ?? message["author"]?.string ?? "somebody"
    }

    /// `08:15:30 ann: hello`
    private static func line(_ at: JSONValue?, _ who: String, _ text: String) -> String {
        let time = String(decoding: (at?.string ?? "").utf8.dropFirst(11).prefix(8), as: UTF8.self)
        return "\(time) \(plain(who))\(who == "--" ? "" : ":") \(plain(text))"
    }

    /// Without what a terminal would obey: nobody's message moves the cursor or changes colors.
    private static func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? "\u{FFFD}" : scalar
                }))
    }
}
