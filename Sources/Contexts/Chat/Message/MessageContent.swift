import EventSourcing
import JSON

/// What a message says.
package struct MessageContent: Hashable, Sendable {
    package let text: String
    /// Ids of files, in their order.
    package let attachments: [String]

    package init(_ text: String, attachments: [String] = []) { (self.text, self.attachments) = (text, attachments) }

    init(_ body: EventBody) throws(EventBodyError) {
        text = try body.string("text")
        attachments = try body.optional("attachments", body.strings) ?? []
    }

    func write(to body: inout JSONWriter) {
        body.member("text", text)
        if !attachments.isEmpty { body.member("attachments", strings: attachments) }
    }
}
