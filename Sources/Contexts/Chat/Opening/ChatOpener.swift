import EventSourcing
import JSON

/// How many chats one person has begun today.
///
/// Why it is kept: whoever is put into chats by others follows them all, so that nobody may put people into chats
/// without end.
package struct ChatOpener: Aggregate, Equatable {
    package typealias Event = ChatBegun
    package typealias Refusal = ChatRefusal

    package static let category: StreamCategory = "chat.opener"
    package static let codec = EventCodec<ChatBegun>([.init(ChatBegun.self) { $0 }]) { $0 }
    /// Limit: chats that one person begins in a day, which begins at midnight UTC.
    package static let chatsPerDay: Int64 = 500
    package static let snapshots: SnapshotForm<ChatOpener>? = SnapshotForm(
        schema: 1, interval: 100, encode: { Array("\($0.day) \($0.count)".utf8) }, decode: { ChatOpener(encoded: $0) })

    private var day: Int64 = 0
    private var count: Int64 = 0

    package init() {}

    package mutating func apply(_ event: ChatBegun) {
        count = event.day == day ? count + 1 : 1
        day = event.day
    }

    /// Whether another chat may be begun on that day.
    func mayBegin(on day: Int64) -> Bool { day != self.day || count < Self.chatsPerDay }

    static func stream(of person: ActorID) -> StreamName? { StreamName(category, person.text) }

    private init?(encoded: [UInt8]) {
        let numbers = String(decoding: encoded, as: UTF8.self).split(separator: " ").compactMap { Int64($0) }
        guard numbers.count == 2 else { return nil }
        (day, count) = (numbers[0], numbers[1])
    }
}

/// Somebody began a chat on a day, counted from 1970.
package struct ChatBegun: EventPayload, Equatable {
    package static let name: EventName = "chat.chat-begun.1"
    package let day: Int64

    package init(day: Int64) { self.day = day }
    package init(_ body: EventBody) throws(EventBodyError) { day = try body.int("day") }
    package func write(to body: inout JSONWriter) { body.member("day", day) }
}
