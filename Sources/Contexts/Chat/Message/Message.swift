import EventSourcing
import Prelude

/// One message of a chat.
package struct Message: Aggregate, Equatable {
    package typealias Event = MessageEvent
    package typealias Refusal = ChatRefusal

    package static let category: StreamCategory = "chat.message"
    package static let codec = MessageEvent.codec
    /// Limit: how long after it was sent a message can be edited.
    package static let editMinutes: Int64 = 15
    /// Limit: versions of one message, all of which are kept.
    package static let editsMax = 100

    /// As it was said first; nil before it is sent.
    package private(set) var sent: MessageSent?
    /// As it came from elsewhere; nil for a message of a participant.
    package private(set) var received: ExternalMessageReceived?
    package private(set) var isDeleted = false
    package private(set) var editCount = 0
    package private(set) var text = ""

    package init() {}

    package mutating func apply(_ event: MessageEvent) {
        switch event {
        case .sent(let sent): (self.sent, text) = (sent, sent.content.text)
        case .received(let received): (self.received, text) = (received, received.content.text)
        case .edited(let edited):
            editCount += 1
            text = edited.text
        case .deleted: (isDeleted, text) = (true, "")
        }
    }

    package var exists: Bool { sent != nil || received != nil }

    /// Refuses what cannot be changed any more.
    func checkPresent() throws(ChatRefusal) {
        guard exists else { throw .unknownMessage }
        guard !isDeleted else { throw .messageDeleted }
    }

    /// Whether the time for edits is over.
    func isFixed(at now: Timestamp) -> Bool {
        guard let sent else { return true }
        return now.microseconds - sent.at.microseconds > Self.editMinutes * 60_000_000
    }
}
