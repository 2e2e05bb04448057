import HTTP
import Networking

/// A request as handlers see it: its head, its route's parameters and, on buffered routes, its whole body.
///
/// It owns its bytes, so it may outlive the connection; a connection uses the object again when nobody else holds it.
// Safe because the connection fills it in before it is handed to a handler and never while somebody else holds it.
package final class Request: @unchecked Sendable {
    package internal(set) var head = RequestHead()
    /// The whole body of a buffered route; empty on streamed ones.
    package internal(set) var body: [UInt8] = []
    package internal(set) var peer: SocketAddress
    /// The connection is TLS.
    package internal(set) var isSecure: Bool
    /// The decoded path segments that the route's pattern names, in order.
    package internal(set) var parameters: [[UInt8]] = []
    /// Which pattern was met, for metrics; the path itself must never be a label.
    package internal(set) var route = ""

    init(peer: SocketAddress, isSecure: Bool) { (self.peer, self.isSecure) = (peer, isSecure) }

    package var method: HTTPMethod { head.method }

    /// The first value of a field as text.
    package func value(of name: FieldName) -> String? { head.value(of: name) }

    /// The first value of a field, copied.
    ///
    /// Why here and not on the head: whoever reads the head from another module gets a copy of all of it.
    package func copy(of name: FieldName) -> [UInt8]? { head.place(of: name).map(head.copy) }

    /// Whether the first value of a field is these bytes and nothing else.
    package func isExactly(_ name: FieldName, _ value: StaticString) -> Bool {
        guard let place = head.place(of: name) else { return false }
        return head.withBytes(of: place) { bytes in
            bytes.count == value.utf8CodeUnitCount
                && UnsafeRawBufferPointer(bytes).elementsEqual(UnsafeRawBufferPointer(value.bytes))
        }
    }

    /// Whether there is a field whose name is not among those that are looked up often.
    package var hasRareFields: Bool { head.fields.hasUnknown }

    /// All values of a list field, joined by commas.
    package func joined(_ name: FieldName) -> [UInt8]? { head.joined(name) }

    /// Whether the field is there at all.
    package func has(_ name: FieldName) -> Bool { head.place(of: name) != nil }

    /// The first value of a field with a name of any kind; the name is given in lower case.
    package func value(ofName lowercase: StaticString) -> [UInt8]? { head.value(ofName: lowercase) }

    /// The query string as sent, without its question mark.
    package var queryBytes: [UInt8] { head.query.map(head.copy) ?? [] }

    /// The pairs of the query string.
    package var query: FormFields {
        guard let place = head.query else { return FormFields(UnsafeBufferPointer(start: nil, count: 0)) }
        return head.withBytes(of: place) { FormFields($0) }
    }

    /// The media type in lower case without parameters, or nil when there is none.
    package var mediaType: [UInt8]? {
        guard let place = head.place(of: .contentType) else { return nil }
        return head.withBytes(of: place) { value in
            FieldList.trimmed(UnsafeBufferPointer(rebasing: value.prefix { $0 != 0x3b })).map(lowercased)
        }
    }

    /// True when the client asks to speak WebSocket.
    package var isWebSocketUpgrade: Bool {
        guard head.wantsUpgrade, let place = head.place(of: .upgrade) else { return false }
        return head.withBytes(of: place) { FieldList.contains("websocket", in: $0) }
    }

    /// Limit: body memory that a connection keeps for its next request.
    private static let bodyKept = 16 << 10

    /// It holds more memory than an idle connection may keep.
    var isLarge: Bool { body.capacity > Self.bodyKept }

    func reset() {
        body.removeAll(keepingCapacity: body.capacity <= Self.bodyKept)
        if !parameters.isEmpty { parameters = [] }
        route = ""
    }
}
