import EventSourcing
import HTTP
import JSON

/// How results stand in the body of a stream.
protocol ResultFraming {
    func next(_ payload: LivePayload) -> [UInt8]
    /// A result that is the last one.
    func only(_ result: [UInt8]) -> [UInt8]
    /// The end by an error: a JSON list of errors.
    func failure(_ errors: [UInt8]) -> [UInt8]
    /// Nothing happened up to here.
    func heartbeat(_ cursor: Cursor) -> [UInt8]
    var end: [UInt8] { get }
}

/// Server-sent events of one operation, each with its position as id.
struct EventFraming: ResultFraming {
    func next(_ payload: LivePayload) -> [UInt8] { payload.encodedEvent }

    func only(_ result: [UInt8]) -> [UInt8] {
        var event: [UInt8] = []
        result.withUnsafeBufferPointer { EventStreamEncoder.append(event: "next", data: $0, to: &event) }
        return event
    }

    func failure(_ errors: [UInt8]) -> [UInt8] { only(LiveRefusal(errors).payload) }

    // Why no data: a browser then remembers the position and tells nobody about it.
    func heartbeat(_ cursor: Cursor) -> [UInt8] { Array("id: \(cursor)\n\n".utf8) }

    // Spec: an EventSource only sees events that have data.
    var end: [UInt8] { Array("event: complete\ndata: \n\n".utf8) }
}

/// Server-sent events of one of the operations that share a stream.
///
/// Why without positions as ids: one id cannot say how far each operation is. The payloads have their positions.
struct OperationFraming: ResultFraming {
    let id: [UInt8]

    func next(_ payload: LivePayload) -> [UInt8] { only(payload.bytes) }
    func only(_ result: [UInt8]) -> [UInt8] { event("next", result) }
    func failure(_ errors: [UInt8]) -> [UInt8] { only(LiveRefusal(errors).payload) }
    func heartbeat(_ cursor: Cursor) -> [UInt8] { [] }
    var end: [UInt8] { event("complete", nil) }

    private func event(_ name: StaticString, _ payload: [UInt8]?) -> [UInt8] {
        var writer = JSONWriter(capacity: id.count + (payload?.count ?? 0) + 32)
        writer.put("{\"id\":")
        writer.putString(id[...])
        if let payload {
            writer.put(",\"payload\":")
            writer.put(payload)
        }
        writer.put("}")
        var event: [UInt8] = []
        writer.bytes().withUnsafeBufferPointer { EventStreamEncoder.append(event: name, data: $0, to: &event) }
        return event
    }
}

/// Parts of a multipart response. Spec: Apollo's multipart subscription protocol 1.0.
struct PartFraming: ResultFraming {
    static let contentType = "multipart/mixed;boundary=\"graphql\";subscriptionSpec=\"1.0\""
    private static let encoder = MultipartMixedEncoder(boundary: "graphql", partType: "application/json")

    static var start: [UInt8] {
        var bytes: [UInt8] = []
        encoder.appendStart(to: &bytes)
        return bytes
    }

    func next(_ payload: LivePayload) -> [UInt8] { only(payload.bytes) }

    func only(_ result: [UInt8]) -> [UInt8] {
        part(Array("{\"payload\":".utf8) + result + [UInt8(ascii: "}")])
    }

    func failure(_ errors: [UInt8]) -> [UInt8] {
        part(Array("{\"payload\":null,\"errors\":".utf8) + errors + [UInt8(ascii: "}")])
    }

    func heartbeat(_ cursor: Cursor) -> [UInt8] { part(Array("{}".utf8)) }

    var end: [UInt8] {
        var bytes: [UInt8] = []
        Self.encoder.appendEnd(to: &bytes)
        return bytes
    }

    private func part(_ json: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        json.withUnsafeBufferPointer { Self.encoder.append(part: $0, to: &bytes) }
        return bytes
    }
}
