import EventSourcing
import HTTP
import Prelude
import Server

/// One result of a subscription, executed and encoded once for everybody who gets it.
// Safe because the encodings are made and used on one loop; each loop has payloads of its own.
package final class LivePayload: @unchecked Sendable {
    /// One JSON object: `data`, perhaps `errors`, and `extensions` with the position.
    package let bytes: [UInt8]
    package let cursor: Cursor
    private var socketFrame: (id: [UInt8], message: SharedMessage)?
    private var streamEvent: [UInt8]?

    package init(_ bytes: [UInt8], at cursor: Cursor) {
        (self.bytes, self.cursor) = (bytes, cursor)
    }

    /// The `next` message under an operation id; clients of one kind use the same ids, so the last one is kept.
    func message(id: [UInt8], _ make: () -> [UInt8]?) -> SharedMessage? {
        if let socketFrame, socketFrame.id == id { return socketFrame.message }
        guard let text = make() else { return nil }
        let message = text.withUnsafeBufferPointer { SharedMessage(text: $0, compresses: false) }
        socketFrame = (id, message)
        return message
    }

    /// The server-sent event: `event: next`, the position as its id, the payload as its data.
    var encodedEvent: [UInt8] {
        if let streamEvent { return streamEvent }
        var encoded: [UInt8] = []
        let id = Array(cursor.description.utf8)
        bytes.withUnsafeBufferPointer {
            EventStreamEncoder.append(event: "next", id: id, data: $0, to: &encoded)
        }
        streamEvent = encoded
        return encoded
    }
}
