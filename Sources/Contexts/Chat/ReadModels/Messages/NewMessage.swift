import EventSourcing
import JSON
import Prelude

/// What the tables keep of a message, wherever it comes from.
struct NewMessage {
    let chat: String
    let id: String
    /// Nil for a message from elsewhere.
    let sender: ActorID?
    let author: String?
    let channel: String?
    let content: MessageContent
    let replyTo: String?
    let at: Timestamp

    init(_ sent: MessageSent) {
        (chat, id, sender, author, channel) = (sent.chat, sent.message, sent.sender, nil, nil)
        (content, replyTo, at) = (sent.content, sent.replyTo, sent.at)
    }

    init(_ received: ExternalMessageReceived) {
        (chat, id, sender, author) = (received.chat, received.message, nil, received.author)
        (channel, content, replyTo, at) = (received.channel.channel, received.content, nil, received.at)
    }

    func row(_ tenant: RowValue, at position: Int64) -> [RowValue] {
        [
            tenant, .text(chat), .int(position), .text(id), text(sender?.text), .text(content.text), text(replyTo),
            .text(MessageContent.json(content.attachments)), .int(at.microseconds), .null, .null, .int(1),
            text(channel), text(author),
        ]
    }

    /// What the lists of chats show: id, sender, beginning, time.
    var summary: [RowValue] {
        [.text(id), .text(sender?.text ?? author ?? ""), .text(Self.preview(content.text)), .int(at.microseconds)]
    }

    /// Limit: bytes of a message that the lists of chats show.
    private static let previewBytesMax = 200

    /// The beginning of a text, cut between characters.
    static func preview(_ text: String) -> String {
        guard text.utf8.count > previewBytesMax else { return text }
        var end = text.utf8.index(text.utf8.startIndex, offsetBy: previewBytesMax)
        while String.Index(end, within: text) == nil { end = text.utf8.index(before: end) }
        return String(text[..<end])
    }

    private func text(_ text: String?) -> RowValue { text.map { .text($0) } ?? .null }
}

extension MessageContent {
    static func json(_ texts: [String]) -> String {
        JSONValue.array(texts.map { .string($0) }).text
    }
}
