import EventSourcing
import JSON

/// How far one participant has read one chat.
///
/// Invariant: the mark never goes back.
package struct ReadMark: Aggregate, Equatable {
    package typealias Event = ReadMarkEvent
    package typealias Refusal = ChatRefusal

    package static let category: StreamCategory = "chat.read"
    package static let codec = ReadMarkEvent.codec

    /// The position of the last message that was read; 0 for none.
    package private(set) var upTo: Int64 = 0

    package static let snapshots: SnapshotForm<ReadMark>? = SnapshotForm(
        schema: 1, interval: 100, encode: { Array(String($0.upTo).utf8) },
        decode: { Int64(String(decoding: $0, as: UTF8.self)).map(ReadMark.init) })

    package init() {}

    private init(upTo: Int64) { self.upTo = upTo }

    package mutating func apply(_ event: ReadMarkEvent) {
        switch event {
        case .read(let read): upTo = max(upTo, read.upTo)
        case .muted: break
        }
    }
}
