import EventSourcing
import JSON

/// How far one participant has read one chat, and whether they want to hear of it.
///
/// Invariant: the mark never goes back.
package struct ReadMark: Aggregate, Equatable {
    package typealias Event = ReadMarkEvent
    package typealias Refusal = ChatRefusal

    package static let category: StreamCategory = "chat.read"
    package static let codec = ReadMarkEvent.codec

    /// The position of the last message that was read; 0 for none.
    package private(set) var upTo: Int64 = 0
    package private(set) var isMuted = false

    package init() {}

    package mutating func apply(_ event: ReadMarkEvent) {
        switch event {
        case .read(let read): upTo = max(upTo, read.upTo)
        case .muted(let muted): isMuted = muted.isMuted
        }
    }
}
