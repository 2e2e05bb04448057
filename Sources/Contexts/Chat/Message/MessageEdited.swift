import EventSourcing
import JSON

/// The author said it in other words.
package struct MessageEdited: EventPayload, Equatable {
    package static let name: EventName = "chat.message-edited.1"
    package let chat: String
    package let message: String
    package let text: String

    package init(chat: String, message: String, text: String) {
        (self.chat, self.message, self.text) = (chat, message, text)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        chat = try body.string("chat")
        message = try body.string("message")
        text = try body.string("text")
    }

    package func write(to body: inout JSONWriter) {
        body.member("chat", chat)
        body.member("message", message)
        body.member("text", text)
    }
}

/// The message is gone; its place in the chat stays.
package struct MessageDeleted: EventPayload, Equatable {
    package static let name: EventName = "chat.message-deleted.1"
    package let chat: String
    package let message: String

    package init(chat: String, message: String) { (self.chat, self.message) = (chat, message) }

    package init(_ body: EventBody) throws(EventBodyError) {
        chat = try body.string("chat")
        message = try body.string("message")
    }

    package func write(to body: inout JSONWriter) {
        body.member("chat", chat)
        body.member("message", message)
    }
}
