import EventSourcing
import JSON

/// A conversation elsewhere that a chat is bound to, such as a group of a messenger.
package struct ExternalChannel: Hashable, Comparable, Sendable {
    /// Which messenger, such as `telegram`.
    package let channel: String
    /// The conversation's id there.
    package let externalID: String

    package init(channel: String, externalID: String) {
        (self.channel, self.externalID) = (channel, externalID)
    }

    init(_ body: EventBody) throws(EventBodyError) {
        channel = try body.string("channel")
        externalID = try body.string("externalId")
    }

    func write(to body: inout JSONWriter) {
        body.member("channel", channel)
        body.member("externalId", externalID)
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.channel, left.externalID) < (right.channel, right.externalID)
    }
}
