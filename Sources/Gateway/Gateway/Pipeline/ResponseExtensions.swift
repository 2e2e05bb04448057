import ContextKit
import EventSourcing
import JSON

/// The member `belvedere` of a response's extensions: the token of what was written, and how fresh what was read is.
enum ResponseExtensions {
    /// Nil when there is nothing to say, which is the ordinary case of a query.
    static func bytes(_ notes: ReadNotes, _ options: RequestOptions) -> [UInt8]? {
        let tellsFreshness = options.wantsFreshness && !notes.models.isEmpty
        guard notes.written != nil || tellsFreshness || notes.isStale else { return nil }
        var writer = JSONWriter()
        writer.put("{\"belvedere\":{")
        var isFirst = true
        func comma(_ writer: inout JSONWriter) {
            if !isFirst { writer.put(",") }
            isFirst = false
        }
        if let written = notes.written {
            comma(&writer)
            writer.put("\"consistency\":{\"token\":\"")
            writer.put(written.description)
            writer.put("\"}")
        } else if notes.isStale {
            comma(&writer)
            writer.put("\"consistency\":{\"stale\":true}")
        }
        if tellsFreshness {
            comma(&writer)
            writer.put("\"freshness\":[")
            for (index, model) in notes.models.enumerated() {
                if index > 0 { writer.put(",") }
                writer.put("{\"projection\":\"")
                writer.put(model.identity.name.text)
                writer.put("\",\"zone\":\"")
                writer.put(model.identity.zone.rawValue)
                writer.put("\",\"position\":\"")
                writer.put(model.position.description)
                writer.put("\"}")
            }
            writer.put("]")
        }
        writer.put("}}")
        return writer.bytes()
    }
}
