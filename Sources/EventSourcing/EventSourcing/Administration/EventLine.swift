import JSON
import Prelude

/// An event as one line of JSON, for exports and for people; every part of it can be read back.
package enum EventLine {
    /// Appends the event without a line break. A body that is no JSON is given as hexadecimal text in `bytes`.
    package static func write(_ event: RecordedEvent, to writer: inout JSONWriter) {
        let metadata = event.metadata
        writer.beginObject()
        writer.member("position", event.position.number)
        writer.member("recorded", text(metadata.recorded))
        writer.member("tenant", metadata.tenant)
        writer.member("stream", event.stream.text)
        writer.member("version", event.version.number)
        writer.member("name", event.name)
        writer.member("schemaVersion", event.schemaVersion)
        writer.member("command", metadata.command)
        writer.member("ordinal", metadata.id.ordinal)
        writer.member("occurred", text(metadata.occurred))
        if let actor = metadata.actor { writer.member("actor", actor) }
        if let correlation = metadata.correlation { writer.member("correlation", correlation) }
        if let causation = metadata.causation { writer.member("causation", causation.description) }
        if let trace = metadata.trace { writer.member("trace", trace) }
        writer.member("codec", event.codec.rawValue)
        if (try? JSONDocument(parsing: event.body)) != nil {
            writer.key("body")
            writer.raw(event.body)
        } else {
            writer.member("bytes", Hex.text(event.body))
        }
        writer.endObject()
    }

    package static func line(_ event: RecordedEvent) -> [UInt8] {
        var writer = JSONWriter()
        write(event, to: &writer)
        writer.put("\n")
        return writer.bytes()
    }

    /// One line for a terminal: position, time, stream and version, name, body.
    package static func summary(_ event: RecordedEvent) -> String {
        let body = String(decoding: event.body, as: UTF8.self)
        return "\(event.position)  \(text(event.metadata.recorded))  \(event.tenant)/\(event.stream)@\(event.version)"
            + "  \(event.name)  \(body)"
    }

    private static func text(_ time: Timestamp) -> String {
        // Years that RFC 3339 cannot write are given as microseconds.
        guard CalendarDay.range.contains(time.day.daysSinceEpoch) else { return "\(time.microseconds)" }
        var bytes: [UInt8] = []
        TimeText.append(time, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
